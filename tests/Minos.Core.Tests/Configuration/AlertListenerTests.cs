using Minos.Configuration;

namespace Minos.Core.Tests.Configuration;

/// <summary><c>alert_to</c> and what belongs to it in [supervisord].</summary>
public sealed class AlertListenerTests
{
    [Theory]
    [InlineData("alert_to", "alert_to=ops@test, not an address", "not a mail address: 'not an address'")]
    [InlineData("alert_from", "alert_to=ops@test\nalert_from=<>", "not a mail address: '<>'")]
    [InlineData("alert_options", "alert_to=ops@test\nalert_options=--nope", "option --nope not recognized")]
    [InlineData("alert_options", "alert_to=ops@test\nalert_options=--interval=soon", "not a number from 0")]
    [InlineData("alert_options", "alert_to=ops@test\nalert_options=\"--sendmail=x", "No closing quotation")]
    [InlineData("alert_options", "alert_to=ops@test\nalert_options=--help", "--help is no option of an alert")]
    public void What_is_wrong_is_found_when_the_file_is_read(string key, string lines, string sentence)
    {
        using var file = ConfigFile.Of("[supervisord]", lines);

        ConfigurationProblem problem = Assert.Single(file.Check().Problems, p => p.Severity == ProblemSeverity.Error);

        Assert.Equal((key, 1 + lines.Split('\n').Length), (problem.Key, problem.Line));
        Assert.Contains(sentence, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_is_there_twice_is_told_once()
    {
        using var file = ConfigFile.Of("[supervisord]", "alert_to=ops@test, Operators <OPS@test>, dba@test");

        var pool = Assert.IsType<EventListenerPoolSettings>(Assert.Single(file.Read().Groups));

        Assert.Contains("--toEmail=ops@test,dba@test", Assert.Single(pool.Processes).Command, StringComparison.Ordinal);
    }
}
