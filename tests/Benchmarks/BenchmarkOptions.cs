namespace Minos.Benchmarks;

/// <summary>What the command line asks for.</summary>
/// <param name="Quick">Small sizes and one round: shows that every row can be measured, and is no figure.</param>
/// <param name="Rounds">How often each row is measured for each subject; the median is reported.</param>
/// <param name="Rows">Names of the rows to measure, each a prefix; all when empty.</param>
/// <param name="Json">Where the figures go, beside the table; null for out/benchmarks/figures.json.</param>
/// <param name="Compare">A stored run; the exit status is 1 when a ratio is 20 % worse than there.</param>
/// <param name="Growth">Measures the rows that have a size at 10, 100, 1,000 and 5,000 programs and draws docs/design/growth.svg; the exit status is 1
/// when one is worse than linear.</param>
/// <param name="Without">Subjects that are left out.</param>
internal sealed record BenchmarkOptions(
    bool Quick, int Rounds, IReadOnlyList<string> Rows, string? Json, string? Compare, bool Growth, IReadOnlyList<string> Without)
{
    internal const string Usage = """
        usage: dotnet run -c Release --project tests/Benchmarks -- [options]

          --quick          small sizes, one round: only shows that every row runs
          --rounds N       rounds, 1 to 50 (5); each row is measured once a round for each subject
          --row NAME       only rows whose name begins so; may be repeated
          --without NAME   leave a subject out: supervisord or pm2; may be repeated
          --json FILE      where the figures go (out/benchmarks/figures.json)
          --compare FILE   exit status 1 when a ratio is 20 % worse than in that stored run
          --growth         the rows that have a size at 10, 100, 1,000 and 5,000 programs, as docs/design/growth.svg
        """;

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">It is wrong; the message says how.</exception>
    internal static BenchmarkOptions Parse(string[] arguments)
    {
        var options = new BenchmarkOptions(false, 5, [], null, null, false, []);
        for (int i = 0; i < arguments.Length; i++)
        {
            string name = arguments[i];
            string Value() => ++i < arguments.Length ? arguments[i] : throw new FormatException($"{name} needs a value");
            options = name switch
            {
                "--quick" => options with { Quick = true, Rounds = 1 },
                "--growth" => options with { Growth = true },
                "--rounds" => options with { Rounds = ParseRounds(Value()) },
                "--row" => options with { Rows = [.. options.Rows, Value()] },
                "--without" => options with { Without = [.. options.Without, Value()] },
                "--json" => options with { Json = Value() },
                "--compare" => options with { Compare = Value() },
                _ => throw new FormatException($"unknown option {name}"),
            };
        }

        return options;
    }

    private static int ParseRounds(string text) =>
        int.TryParse(text, out int rounds) && rounds is >= 1 and <= 50 ? rounds : throw new FormatException($"--rounds {text} is not a number from 1 to 50");
}
