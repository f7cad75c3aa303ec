namespace Minos.Conformance.Tests.Running;

/// <summary>What one daemon answered to the steps of a case.</summary>
/// <param name="Answers">One for each step, comparable between daemons.</param>
internal sealed record CaseAnswers(IReadOnlyList<string> Answers);
