using System.Text;
using System.Xml;
using FsCheck;
using FsCheck.Fluent;
using Minos.Rpc;

namespace Minos.Core.Tests.Rpc;

public class XmlScannerTests
{
    private static readonly string[] s_fragments =
    [
        "<a>", "</a>", "<b>", "</b>", "<a/>", "<b />", "<a x='1'>", "<b\ty = \"<\" >", "<b y=\"'\"/>", "<p:c xmlns:p='u'>", "</p:c>", "<p:c/>",
        "text", " ", "\r\n", "\r", "]]>", "]]&gt;", "<![CDATA[", "<![CDATA[<&\r\n]]>", "<!-- x -->", "<!--", "-->", "--", "<?pi x?>", "<?xml version='1.0'?>",
        "<!DOCTYPE a>", "&amp;&lt;&gt;&quot;&apos;", "&#65;&#x1F600;&#13;", "&nope;", "&#0;", "&#xD800;", "&", "<", ">", "é", "😀",
    ];

    [Fact]
    public void What_the_frameworks_reader_reads_is_read_as_it_does() =>
        Prop.ForAll(Gen.Elements(s_fragments).ListOf().Select(parts => $"<a>{string.Concat(parts)}</a>").ToArbitrary(), xml =>
        {
            if (Framework(xml) is { } expected)
            {
                Assert.Equal(expected, Scanned(xml));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));

    [Theory]
    [InlineData("<a>x<!-- y -->z<![CDATA[&amp;]]></a>", "(a xz&amp; a)")]
    [InlineData("<?xml version='1.0'?>\n<!-- x --><a>\r\n<b x='>'/>\r</a>\n<?pi?>", "(a \n(b/) \n a)")]
    [InlineData("<a><b>&#x41;&#66;&quot;</b></a>", "(a (b AB\" b) a)")]
    public void Markup_is_passed_over(string xml, string expected)
    {
        Assert.Equal(expected, Scanned(xml));
        Assert.Equal(expected, Framework(xml));
    }

    [Theory]
    [InlineData("<a>")]
    [InlineData("</a>")]
    [InlineData("<a></b>")]
    [InlineData("<a/><a/>")]
    [InlineData("x<a/>")]
    [InlineData("<a/><![CDATA[ ]]>")]
    [InlineData("<a b/>")]
    [InlineData("<a b=c/>")]
    [InlineData("<a b='<'/>")]
    [InlineData("<a b='c'd='e'/>")]
    [InlineData("<a/")]
    [InlineData("<1/>")]
    [InlineData("< a/>")]
    [InlineData("<a><!-- -- --></a>")]
    [InlineData("<a><!-- </a>")]
    [InlineData("<a>]]></a>")]
    [InlineData("<a>&lt</a>")]
    [InlineData("<a>&#x110000;</a>")]
    [InlineData(" <?xml version='1.0'?><a/>")]
    [InlineData("<!DOCTYPE a><a/>")]
    [InlineData("<p:a/>")]
    public void What_is_not_well_formed_is_malformed(string xml)
    {
        Assert.Throws<MalformedRpcException>(() => Scanned(xml));
        Assert.Null(Framework(xml));
    }

    [Fact]
    public void An_element_can_be_passed_over()
    {
        var scanner = new XmlScanner("<a><b><b>x</b><c/></b><d/></a>");
        Assert.True(scanner.Read() && scanner.Read());
        scanner.Skip();
        Assert.Equal(("d", XmlPart.Start), (scanner.Name, scanner.Part));
        scanner.Skip();
        Assert.Equal(("a", XmlPart.End), (scanner.Name, scanner.Part));
        Assert.False(scanner.Read());
    }

    private static string Scanned(string xml)
    {
        var parts = new StringBuilder();
        var scanner = new XmlScanner(xml);
        while (scanner.Read())
        {
            parts.Append(scanner.Part switch
            {
                XmlPart.Start => $"({scanner.Name}{(scanner.IsEmptyElement ? "/)" : "")} ",
                XmlPart.End => $" {scanner.Name})",
                _ => scanner.Value,
            });
        }

        return parts.ToString();
    }

    private static string? Framework(string xml)
    {
        var parts = new StringBuilder();
        try
        {
            using var reader = XmlReader.Create(
                new StringReader(xml),
                new XmlReaderSettings { IgnoreComments = true, IgnoreProcessingInstructions = true, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            while (reader.Read())
            {
                parts.Append(reader.NodeType switch
                {
                    XmlNodeType.Element => $"({reader.Name}{(reader.IsEmptyElement ? "/)" : "")} ",
                    XmlNodeType.EndElement => $" {reader.Name})",
                    XmlNodeType.XmlDeclaration => "",
                    _ => reader.Depth == 0 ? "" : reader.Value,
                });
            }

            return parts.ToString();
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
