using System.Text;
using Minos.Configuration.CommandLine;

namespace Minos.Monitoring.Options;

/// <summary>A monitor as its help and the guide show it.</summary>
/// <param name="Name">The sub-command.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Events">What <c>events=</c> must name; empty when it is no listener.</param>
/// <param name="Options">Its options.</param>
internal sealed record MonitorDescription(string Name, string Summary, string Events, IReadOnlyList<MonitorOption> Options)
{
    /// <summary>What follows the options; null when nothing may.</summary>
    public string? Arguments { get; init; }

    /// <summary>What <c>--help</c> prints.</summary>
    public string Help
    {
        get
        {
            var text = new StringBuilder();
            text.Append($"minosd {Name} -- {Summary}\n\nUsage: minosd {Name} [options]{(Arguments is null ? "" : " " + Arguments)}\n\nOptions:\n");
            foreach (MonitorOption option in Options)
            {
                text.Append($"{option.Usage} -- {option.Text}{(option.Default.Length == 0 ? "" : $" (default: {option.Default})")}\n");
            }

            text.Append("-h/--help -- print this text and exit\n");
            return Events.Length == 0
                ? text.ToString()
                : text.Append($"\nIt is an event listener: [eventlistener:{Name}] with command=minosd {Name} ... and events={Events}\n").ToString();
        }
    }

    /// <summary>Reads a command line.</summary>
    /// <returns>Null when help is asked for.</returns>
    /// <exception cref="CommandLineException">It is wrong.</exception>
    public MonitorSettings? Parse(IReadOnlyList<string> arguments)
    {
        MonitorSettings? settings = ParseOptions(arguments);
        if (settings is not null)
        {
            SettingsRules.Check(this, settings);
        }

        return settings;
    }

    /// <summary>Reads a command line without asking whether its options go together, and whether this user may read the password's file.</summary>
    /// <returns>Null when help is asked for.</returns>
    /// <exception cref="CommandLineException">An option is wrong.</exception>
    public MonitorSettings? ParseOptions(IReadOnlyList<string> arguments)
    {
        var settings = new MonitorSettings();
        var table = new OptionTable();
        table.AddFinal('h', "help", static () => { });
        foreach (MonitorOption option in Options)
        {
            if (option.Argument is null)
            {
                table.AddFlag(option.Letter, option.Name, () => option.Assign(settings, ""));
            }
            else
            {
                table.AddValue(option.Letter, option.Name, value => option.Assign(settings, value), option.IsRepeatable);
            }
        }

        IReadOnlyList<string>? rest = table.Apply(arguments, allowPositional: Arguments is not null);
        if (rest is null)
        {
            return null;
        }

        settings.Arguments = rest;
        return settings;
    }
}
