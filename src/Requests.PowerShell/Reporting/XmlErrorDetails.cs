using System.Xml;

namespace Requests.PowerShell;

/// <summary>
/// Reads the error message of a server from XML: a fault of SOAP 1.1 or 1.2, the error of OData, or the elements that other services, such
/// as S3 and Azure, use.
/// </summary>
internal sealed class XmlErrorDetails
{
    private static readonly string[] MessageNames = ["message", "detail", "description", "errorMessage", "title", "reason", "text"];

    // The codes of SOAP that say only which side the fault is on.
    private static readonly string[] Sides = ["Client", "Server", "Sender", "Receiver"];

    private readonly Dictionary<string, string> _texts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _details = new(StringComparer.OrdinalIgnoreCase);
    private string? _firstDetail;

    /// <summary>Returns the message; null when the text has none.</summary>
    /// <param name="text">The text. Where it is not valid XML, the elements before the fault are used.</param>
    /// <param name="longest">The most characters that are read.</param>
    internal static string? Find(string text, int longest)
    {
        var found = new XmlErrorDetails();
        try
        {
            // A document type declaration ends the text: no entity is expanded, and no file is read.
            using var reader = XmlReader.Create(
                new StringReader(text.TrimStart()),
                new XmlReaderSettings
                {
                    DtdProcessing = DtdProcessing.Prohibit,
                    XmlResolver = null,
                    MaxCharactersInDocument = longest,
                });
            found.Read(reader);
        }
        catch (XmlException)
        {
            // The elements before the invalid XML may contain the message.
        }

        return found.Compose();
    }

    private void Read(XmlReader reader)
    {
        var path = new List<string>();
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element && !reader.IsEmptyElement) path.Add(reader.LocalName);
            else if (reader.NodeType == XmlNodeType.EndElement) path.RemoveAt(path.Count - 1);
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && path.Count > 0) Add(path, reader.Value.Trim());
        }
    }

    private void Add(List<string> path, string value)
    {
        if (value.Length == 0) return;
        var fault = path.IndexOf("Fault");
        var within = fault >= 0 && path.Count > fault + 1 ? path[fault + 1] : "";
        if (within.Equals("detail", StringComparison.OrdinalIgnoreCase))
        {
            _firstDetail ??= value;
            _details.TryAdd(path[^1], value);
        }
        else if (within == "Code")
        {
            // Each Subcode is more exact than the Code around it.
            _texts["code"] = value;
        }
        else
        {
            _texts.TryAdd(within == "Reason" ? "faultstring" : path[^1], value);
        }
    }

    private string? Compose()
    {
        if (_texts.TryGetValue("faultstring", out var fault))
        {
            var detail = FindMessage(_details) ?? _firstDetail;
            return WithCode(detail is null || fault.Contains(detail, StringComparison.OrdinalIgnoreCase)
                ? fault
                : ErrorDetailsParser.Append(fault, detail));
        }

        return FindMessage(_texts) is { } message ? WithCode(message) : FindCode() ?? _firstDetail;
    }

    private static string? FindMessage(Dictionary<string, string> texts) =>
        MessageNames.Select(name => texts.GetValueOrDefault(name)).FirstOrDefault(static text => text is not null);

    private string WithCode(string message)
    {
        if (FindCode() is not { } code || code.All(char.IsAsciiDigit) || Sides.Contains(code)) return message;
        return message.Contains(code, StringComparison.Ordinal) ? message : $"{message} ({code})";
    }

    /// <summary>Returns the code without the prefix of its namespace.</summary>
    private string? FindCode() =>
        (_texts.GetValueOrDefault("faultcode") ?? _texts.GetValueOrDefault("code")) is { } code
            ? code[(code.LastIndexOf(':') + 1)..].Trim()
            : null;
}
