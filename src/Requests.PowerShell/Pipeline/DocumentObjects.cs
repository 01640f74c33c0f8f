using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace Requests.PowerShell;

/// <summary>Converts the documents of the engine, XML, CSV and feeds, to objects for the pipeline.</summary>
internal static class DocumentObjects
{
    /// <summary>Reads the body as one XML document.</summary>
    /// <param name="response">The response.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    internal static async IAsyncEnumerable<object> ReadXmlAsync(
        Response response, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!BodyObjects.HasContent(response)) yield break;
        await response.ReadContentAsync(cancellation).ConfigureAwait(false);
        yield return XmlContent.Read(response, cancellation);
    }

    /// <summary>Reads the body as the items of a feed.</summary>
    /// <param name="response">The response.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    internal static async IAsyncEnumerable<object> ReadFeedAsync(
        Response response, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!BodyObjects.HasContent(response)) yield break;
        await response.ReadContentAsync(cancellation).ConfigureAwait(false);
        yield return new OutputBatch(FeedReader.Read(response, XmlContent.Read(response, cancellation)));
    }

    /// <summary>Reads the body as rows of CSV while it arrives.</summary>
    /// <param name="response">The response.</param>
    /// <param name="delimiter">The character between two fields; null for the default of the media type.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    internal static async IAsyncEnumerable<object> ReadCsvAsync(
        Response response, char? delimiter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!BodyObjects.HasContent(response)) yield break;
        await foreach (var batch in CsvContent.ReadAsync(response, delimiter, cancellation).ConfigureAwait(false))
        {
            yield return new OutputBatch(ToObjects(batch));
        }
    }

    /// <summary>
    /// Converts rows to objects. As for Import-Csv, a field that is absent becomes a property with $null, and a field without a column is
    /// left out.
    /// </summary>
    /// <param name="batch">The rows.</param>
    internal static object[] ToObjects(CsvBatch batch)
    {
        var columns = Array.ConvertAll(batch.Names, static name => new PSNoteProperty(name, value: null));
        var objects = new object[batch.Rows.Count];
        for (var i = 0; i < objects.Length; i++) objects[i] = ToObject(columns, batch.Rows[i]);
        return objects;
    }

    private static PSObject ToObject(PSNoteProperty[] columns, string[] row)
    {
        var result = PSObjectFactory.Create(columns.Length);
        var properties = result.Properties;
        for (var i = 0; i < columns.Length; i++)
        {
            // PowerShell adds a copy, so that one property serves all rows.
            columns[i].Value = i < row.Length ? row[i] : null;
            properties.Add(columns[i], preValidated: true);
        }

        return result;
    }
}
