namespace Minos.Events;

/// <summary>What a listener read is no event.</summary>
/// <param name="message">What is wrong with it.</param>
public sealed class EventProtocolException(string message) : Exception(message);
