using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using ZstdSharp;

namespace Requests.TestServer;

/// <summary>Represents the routes of CSV, XML, feeds, SOAP and compressed requests.</summary>
internal static class ShapeRoutes
{
    private const string Feed = """
        <?xml version="1.0" encoding="utf-8"?>
        <rss version="2.0"><channel><title>Releases</title><link>http://localhost/</link>
        <item><title>Version 2</title><link>/releases/2</link><guid isPermaLink="false">2</guid>
          <pubDate>Tue, 02 Jun 2026 08:00:00 GMT</pubDate><description>Faster.</description>
          <enclosure url="/releases/2.zip" type="application/zip" length="2048"/></item>
        <item><title>Version 1</title><link>/releases/1</link><guid isPermaLink="false">1</guid>
          <pubDate>Mon, 05 Jan 2026 08:00:00 GMT</pubDate><description>The first.</description></item>
        </channel></rss>
        """;

    private static readonly XNamespace Soap = "http://schemas.xmlsoap.org/soap/envelope/";

    private static readonly XNamespace Calculator = "http://example.com/calculator";

    internal static void Map(WebApplication app)
    {
        app.MapGet("/csv/{n:int}", WriteCsvAsync);
        app.MapGet("/xml-items/{n:int}", WriteXmlAsync);
        app.MapGet("/feed", () => Results.Text(Feed, "application/rss+xml"));
        app.MapPost("/calculator", (Delegate)CalculateAsync);
        app.MapPost("/compressed", (Delegate)DescribeAsync);
    }

    private static async Task WriteCsvAsync(HttpContext context, int n)
    {
        context.Response.ContentType = "text/csv";
        var page = context.Request.Query["page"].ToString();
        if (page.Length > 0 && page != "2") context.Response.Headers.Append("Link", $"</csv/{n}?page=2>; rel=\"next\"");
        var rows = new StringBuilder("id,name,price,note\r\n");
        for (var i = 0; i < n; i++)
        {
            rows.Append(CultureInfo.InvariantCulture, $"{i},name {i},{i * 5}.25,\"a note, of \"\"row\"\" {i}\"\r\n");
            if (rows.Length < 32 * 1024) continue;
            await context.Response.WriteAsync(rows.ToString());
            rows.Clear();
        }

        await context.Response.WriteAsync(rows.ToString());
    }

    private static async Task WriteXmlAsync(HttpContext context, int n)
    {
        context.Response.ContentType = "application/xml";
        var items = new StringBuilder("<items>");
        for (var i = 0; i < n; i++)
        {
            items.Append(CultureInfo.InvariantCulture, $"<item id=\"{i}\"><name>name {i}</name><price>{i * 5}.25</price></item>");
        }

        await context.Response.WriteAsync(items.Append("</items>").ToString());
    }

    /// <summary>Adds or divides two numbers of a SOAP 1.1 envelope. A fault has the status 500.</summary>
    private static async Task<IResult> CalculateAsync(HttpContext context)
    {
        var envelope = await XDocument.LoadAsync(context.Request.Body, LoadOptions.None, context.RequestAborted);
        var call = envelope.Root!.Element(Soap + "Body")!.Elements().First();
        var (a, b) = ((int)call.Element(Calculator + "a")!, (int)call.Element(Calculator + "b")!);
        var action = context.Request.Headers["SOAPAction"].ToString().Trim('"');
        if (action != $"{Calculator.NamespaceName}/{call.Name.LocalName}")
        {
            return Fault("Client", $"The SOAPAction '{action}' is not known.", "");
        }

        if (call.Name.LocalName == "Divide" && b == 0) return Fault("Server", "The call failed.", "Attempted to divide by zero.");
        var result = call.Name.LocalName == "Divide" ? a / b : a + b;
        return Reply(200, new XElement(
            Calculator + $"{call.Name.LocalName}Response",
            new XElement(Calculator + $"{call.Name.LocalName}Result", result)));
    }

    private static IResult Fault(string code, string text, string detail) => Reply(500, new XElement(
        Soap + "Fault",
        new XElement("faultcode", $"soap:{code}"),
        new XElement("faultstring", text),
        new XElement("detail", new XElement(Calculator + "Problem", detail))));

    private static IResult Reply(int status, XElement content) => Results.Text(
        new XElement(Soap + "Envelope", new XAttribute(XNamespace.Xmlns + "soap", Soap.NamespaceName), new XElement(Soap + "Body", content))
            .ToString(),
        "text/xml; charset=utf-8",
        Encoding.UTF8,
        status);

    /// <summary>Describes the body that was sent, and returns its text without its coding.</summary>
    private static async Task<IResult> DescribeAsync(HttpContext context)
    {
        using var sent = new MemoryStream();
        await context.Request.Body.CopyToAsync(sent);
        sent.Position = 0;
        var coding = context.Request.Headers.ContentEncoding.ToString();
        using Stream decoded = coding switch
        {
            "gzip" => new GZipStream(sent, CompressionMode.Decompress, leaveOpen: true),
            "br" => new BrotliStream(sent, CompressionMode.Decompress, leaveOpen: true),
            "zstd" => new DecompressionStream(sent),
            "deflate" => new ZLibStream(sent, CompressionMode.Decompress, leaveOpen: true),
            _ => sent,
        };
        using var text = new StreamReader(decoded);
        var content = await text.ReadToEndAsync();
        return Results.Json(new JsonObject
        {
            ["coding"] = coding,
            ["type"] = context.Request.ContentType,
            ["length"] = context.Request.ContentLength,
            ["sent"] = sent.Length,
            ["size"] = content.Length,
            ["text"] = content.Length > 1000 ? content[..1000] : content,
        });
    }
}
