using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Minos.Conformance.Tests.Steps;

/// <summary>XML-RPC for the tests: apart from the project's own, so that a mistake there is not made twice.</summary>
internal static class XmlRpcText
{
    // What differs between two runs of the same daemon; 0 means "none" and is told apart.
    private static readonly Dictionary<string, string> s_volatile = new(StringComparer.Ordinal)
    {
        ["pid"] = "PID",
        ["start"] = "TIME",
        ["stop"] = "TIME",
        ["now"] = "TIME",
    };

    public static string Request(string method, IReadOnlyList<object> parameters) => new XElement(
        "methodCall",
        new XElement("methodName", method),
        new XElement("params", parameters.Select(static p => new XElement("param", Value(p))))).ToString(SaveOptions.DisableFormatting);

    /// <summary>A parameter, short, for a step's text.</summary>
    public static string Show(object parameter) => parameter switch
    {
        string s => $"'{s}'",
        object[] items => $"[{string.Join(", ", items.Select(Show))}]",
        BatchedCall call => $"{call.Method}({string.Join(", ", call.Parameters.Select(Show))})",
        _ => Convert.ToString(parameter, CultureInfo.InvariantCulture)!,
    };

    /// <summary>An answer as indented text, with the types of its values.</summary>
    public static string Show(string response)
    {
        XElement root = XDocument.Parse(response, LoadOptions.PreserveWhitespace).Root!;
        if (root.Element("fault") is { } fault)
        {
            XElement[] values = [.. fault.Descendants("member").Select(static m => m.Element("value")!)];
            return $"fault {values[0].Value} {values[1].Value}";
        }

        var text = new StringBuilder();
        Append(text, root.Descendants("value").First(), "", null);
        return text.ToString().TrimEnd('\n');
    }

    private static XElement Value(object value) => new("value", value switch
    {
        string s => new XElement("string", s),
        bool b => new XElement("boolean", b ? 1 : 0),
        int i => new XElement("int", i),
        object[] items => new XElement("array", new XElement("data", items.Select(Value))),
        BatchedCall call => new XElement(
            "struct",
            new XElement("member", new XElement("name", "methodName"), Value(call.Method)),
            new XElement("member", new XElement("name", "params"), Value(call.Parameters.ToArray()))),
        _ => throw new ArgumentException("no XML-RPC type", nameof(value)),
    });

    private static void Append(StringBuilder text, XElement value, string indent, string? member)
    {
        XElement? type = value.Elements().FirstOrDefault();
        switch (type?.Name.LocalName)
        {
            case "array":
                text.Append("array\n");
                foreach (XElement item in InOrder(type.Element("data")!.Elements("value")))
                {
                    text.Append(indent).Append("- ");
                    Append(text, item, indent + "  ", null);
                }

                break;
            case "struct":
                text.Append("struct\n");
                foreach (XElement item in type.Elements("member"))
                {
                    string name = item.Element("name")!.Value;
                    text.Append($"{indent}{name}: ");
                    Append(text, item.Element("value")!, indent + "  ", name);
                }

                break;
            default:
                string content = (type ?? value).Value;
                string shown = member is not null && content != "0" && s_volatile.TryGetValue(member, out string? word) ? word : content;
                text.Append($"{type?.Name.LocalName ?? "untyped"} {shown}\n");
                break;
        }
    }

    // The order in which the members of a group answer is not promised.
    private static IEnumerable<XElement> InOrder(IEnumerable<XElement> items)
    {
        XElement[] all = [.. items];
        return all.Length > 0 && all.All(static i => Member(i, "status") is not null && Member(i, "group") is not null)
            ? all.OrderBy(static i => Member(i, "group"), StringComparer.Ordinal).ThenBy(static i => Member(i, "name"), StringComparer.Ordinal)
            : all;
    }

    private static string? Member(XElement value, string name) =>
        value.Element("struct")?.Elements("member").FirstOrDefault(m => m.Element("name")!.Value == name)?.Element("value")!.Value;
}
