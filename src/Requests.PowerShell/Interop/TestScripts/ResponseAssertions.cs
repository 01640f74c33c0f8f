using System.Management.Automation;
using System.Numerics;
using System.Xml;

namespace Requests.PowerShell;

/// <summary>Creates the assertions of a test on the response of a call: its status, media type and the shape of its body.</summary>
internal sealed class ResponseAssertions
{
    // The most assertions on the shape of one body, and the levels of JSON that they describe.
    private const int MostLines = 30;
    private const int MaximumDepth = 3;

    private readonly List<string> _lines = [];

    /// <summary>Creates the assertions.</summary>
    /// <param name="call">The call.</param>
    internal static IReadOnlyList<string> Create(TestCall call)
    {
        var assertions = new ResponseAssertions();
        assertions.Add(call);
        return assertions._lines;
    }

    private void Add(TestCall call)
    {
        var response = call.Last.Response;
        Add("$response.StatusCode", $"-Be {response.Status}");
        if (call.Exchanges.Count > 1) Add("$response.History.Count", $"-Be {call.Exchanges.Count - 1}");
        var type = response.Headers["Content-Type"];
        if (type is not null) Add("$response.Headers['Content-Type']", $"-Be {CommandText.Quote(type)}");
        if (response.Body is not { HasContent: true, Text: { } text } || call.Request.Method == "HEAD") return;
        if (text.Length == 0) Add("$response.Text", "-BeNullOrEmpty");
        else if (response.Body.IsBinary) Add("$response.Content.Length", $"-Be {response.Body.GetBytes()!.Length}");
        else if (!TryAddJson(type, text) && !TryAddXml(type, text)) Add("$response.Text", "-Not -BeNullOrEmpty");
    }

    private bool TryAddJson(string? type, string text)
    {
        if (type?.Contains("json", StringComparison.OrdinalIgnoreCase) != true) return false;
        try
        {
            var value = JsonObjectReader.Read(System.Text.Encoding.UTF8.GetBytes(text), asHashtable: false);
            _lines.Add("$json = $response.Json()");
            AddShape("$json", value, depth: 0);
            return true;
        }
        catch (RequestException)
        {
            // Several values, one in a line, or names that an object of PowerShell cannot have.
            return false;
        }
    }

    private bool TryAddXml(string? type, string text)
    {
        if (type?.Contains("xml", StringComparison.OrdinalIgnoreCase) != true
            || type.Contains("html", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        try
        {
            using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            reader.MoveToContent();
            var root = reader.Name;
            while (reader.Read())
            {
                // An error after the root fails the reading in the test, too.
            }

            Add("$response.Xml().DocumentElement.Name", $"-Be {CommandText.Quote(root)}");
            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private void AddShape(string path, object? value, int depth)
    {
        switch (value)
        {
            case null: Add(path, "-BeNullOrEmpty"); break;
            case object?[] list: AddList(path, list, depth); break;
            case PSObject item: AddObject(path, item, depth); break;
            default: Add(path, $"-BeOfType [{GetTypeName(value)}]"); break;
        }
    }

    private void AddList(string path, object?[] list, int depth)
    {
        Add($"{path}.Count", $"-Be {list.Length}");
        if (depth < MaximumDepth && list.Length > 0 && list[0] is PSObject or object?[]) AddShape($"{path}[0]", list[0], depth + 1);
    }

    private void AddObject(string path, PSObject item, int depth)
    {
        var properties = item.Properties.ToList();
        if (properties.Count == 0)
        {
            Add($"@({path}.PSObject.Properties).Count", "-Be 0");
            return;
        }

        // The properties of such an object cannot be listed: its own property hides that of PowerShell.
        if (properties.Exists(static property => property.Name.Equals("PSObject", StringComparison.OrdinalIgnoreCase)))
        {
            Add(path, "-Not -BeNullOrEmpty");
            return;
        }

        var names = string.Join(", ", properties.Select(static property => CommandText.Quote(property.Name)));
        Add($"{path}.PSObject.Properties.Name", $"-Be {names}");
        if (depth >= MaximumDepth) return;
        foreach (var property in properties)
        {
            // These names are those of PowerShell in every object.
            if (property.Name.StartsWith("PS", StringComparison.OrdinalIgnoreCase)) continue;
            AddShape($"{path}.{ScriptLiteral.FormatKey(property.Name)}", property.Value, depth + 1);
        }
    }

    private void Add(string subject, string assertion)
    {
        if (_lines.Count < MostLines) _lines.Add($"{subject} | Should {assertion}");
    }

    private static string GetTypeName(object value) => value switch
    {
        string => "string",
        bool => "bool",
        long => "long",
        BigInteger => "bigint",
        _ => "double",
    };
}
