using Minos.Configuration.Expansion;
using Minos.Configuration.Ini;

namespace Minos.Configuration.Reading;

/// <summary>Reads the values of one section: expands, parses, reports, and goes on with a fallback.</summary>
internal sealed class SectionReader(ReadContext context, IniSection section, ExpansionNames names, string decoration = "")
{
    internal const string ExpansionRemedy = "write %% for a percent sign; an expression is %(name)s with one of the available names";

    /// <summary>The section.</summary>
    public IniSection Section => section;

    /// <summary>What is shared.</summary>
    public ReadContext Context => context;

    /// <summary>The names that the values may use.</summary>
    public ExpansionNames Names { get; set; } = names;

    /// <summary>Whether an error was reported.</summary>
    public bool Failed { get; private set; }

    /// <summary>The value as written; null if the key is not there.</summary>
    public string? Raw(string key) => Find(key)?.Value;

    /// <summary>The value expanded; null if the key is not there or cannot be expanded.</summary>
    public string? Text(string key) => Find(key) is { } entry ? Expand(key, entry.Value, $"{section.Name}.{key}") : null;

    /// <summary>Expands <paramref name="text"/>, the value of <paramref name="key"/>; null if that fails.</summary>
    public string? Expand(string key, string text, string subject)
    {
        try
        {
            return Expander.Expand(text, Names, subject);
        }
        catch (InvalidValueException e)
        {
            Fail(e.Message, key, ExpansionRemedy);
            return null;
        }
    }

    /// <summary>The value of <paramref name="key"/>, or <paramref name="fallback"/> if it is not there or wrong.</summary>
    public T Value<T>(string key, T fallback, Func<string, T> parse, string allowed) =>
        Text(key) is { } text ? Parse(key, text, fallback, parse, allowed) : fallback;

    /// <summary>Parses a text of <paramref name="key"/>; <paramref name="fallback"/> if it is wrong.</summary>
    public T Parse<T>(string key, string text, T fallback, Func<string, T> parse, string allowed)
    {
        try
        {
            return parse(text);
        }
        catch (InvalidValueException e)
        {
            Fail(e.Message, key, allowed);
            return fallback;
        }
    }

    /// <summary>Reports an error of <paramref name="key"/>, or of the section.</summary>
    public void Fail(string message, string? key, string? remedy)
    {
        Failed = true;
        context.Problems.Add(ProblemSeverity.Error, message + decoration, section, key, key is null ? null : Find(key), remedy);
    }

    /// <summary>Reports a warning of <paramref name="key"/>.</summary>
    public void Warn(string message, string key, string? remedy) =>
        context.Problems.Add(ProblemSeverity.Warning, message, section, key, Find(key), remedy);

    private IniEntry? Find(string key) => context.Document.Find(section, key);
}
