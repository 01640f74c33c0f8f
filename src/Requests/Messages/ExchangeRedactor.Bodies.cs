using System.Text.Json;
using System.Xml;

namespace Requests;

/// <content>Collects the secret fields of a body that was sent.</content>
internal sealed partial class ExchangeRedactor
{
    private void AddBody(BytesBody body, string type)
    {
        if (type.Contains("x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)) AddPairs(body.GetText());
        if (type.Contains("xml", StringComparison.OrdinalIgnoreCase)) AddXml(body.GetText());
        if (!type.Contains("json", StringComparison.OrdinalIgnoreCase)) return;
        try
        {
            using var document = JsonDocument.Parse(body.GetText());
            AddJson(document.RootElement, isSecret: false);
        }
        catch (JsonException)
        {
            // A text that is not JSON has no fields.
        }
    }

    private void AddJson(JsonElement element, bool isSecret)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    AddJson(property.Value, isSecret || SensitiveNames.IsSecretField(JsonText.GetName(property)));
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray()) AddJson(item, isSecret);
                break;
            case JsonValueKind.String when isSecret:
                AddValue(JsonText.Get(element));
                break;
            case JsonValueKind.Number when isSecret:
                AddValue(element.GetRawText());
                break;
        }
    }

    /// <summary>Adds the texts of elements and attributes whose names, or the name of an outer element, are those of secrets.</summary>
    private void AddXml(string text)
    {
        try
        {
            using var reader = XmlReader.Create(
                new StringReader(text),
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
            var secretDepth = int.MaxValue;
            while (reader.Read())
            {
                if (reader.Depth <= secretDepth && reader.NodeType == XmlNodeType.Element)
                {
                    secretDepth = SensitiveNames.IsSecretField(reader.LocalName) ? reader.Depth : int.MaxValue;
                }

                if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && reader.Depth > secretDepth) AddValue(reader.Value);
                while (reader.MoveToNextAttribute())
                {
                    if (reader.NamespaceURI != "http://www.w3.org/2000/xmlns/" && SensitiveNames.IsSecretField(reader.LocalName))
                    {
                        AddValue(reader.Value);
                    }
                }
            }
        }
        catch (XmlException)
        {
            // A text that is not XML has no fields.
        }
    }
}
