using System.Management.Automation;
using System.Net.Http;
using System.Text;
using System.Xml;

namespace Requests.Bench;

/// <summary>Reads documents in compiled C# with HttpClient, to show what -As Csv and -As Xml add.</summary>
public static class Documents
{
    private static readonly HttpClient Client = new();

    /// <summary>Reads a body as XML and returns the number of elements below the root.</summary>
    /// <param name="url">The URL.</param>
    public static int Xml(string url)
    {
        using var stream = Client.GetStreamAsync(url).GetAwaiter().GetResult();
        using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        var document = new XmlDocument { XmlResolver = null };
        document.Load(reader);
        return document.DocumentElement!.ChildNodes.Count;
    }

    /// <summary>Reads CSV with quotes as objects, character by character, and returns the number of rows.</summary>
    /// <param name="url">The URL.</param>
    public static int Csv(string url)
    {
        using var reader = new StreamReader(Client.GetStreamAsync(url).GetAwaiter().GetResult());
        var names = Read(reader, []).ToArray();
        var fields = new List<string>(names.Length);
        var count = 0;
        while (Read(reader, fields) is { Count: > 0 } row)
        {
            var item = new PSObject();
            for (var i = 0; i < names.Length; i++) item.Properties.Add(new PSNoteProperty(names[i], row[i]), preValidated: true);
            count++;
        }

        return count;
    }

    private static List<string> Read(StreamReader reader, List<string> fields)
    {
        fields.Clear();
        var field = new StringBuilder();
        var isQuoted = false;
        for (var one = reader.Read(); one >= 0; one = reader.Read())
        {
            if (one == '"' && isQuoted && reader.Peek() == '"') field.Append((char)reader.Read());
            else if (one == '"') isQuoted = !isQuoted;
            else if (isQuoted || one is not (',' or '\r' or '\n')) field.Append((char)one);
            else if (one != '\r')
            {
                fields.Add(field.ToString());
                field.Clear();
                if (one == '\n') return fields;
            }
        }

        return fields;
    }
}
