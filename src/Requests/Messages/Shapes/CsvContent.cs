using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Requests;

/// <summary>Reads the body of a response as rows of CSV while it arrives.</summary>
/// <remarks>RFC 4180; RFC 7111. Where they leave a choice, as Import-Csv.</remarks>
internal static class CsvContent
{
    // The number of bytes that are decoded together, and the number of rows of a batch from which on no more bytes are decoded for it.
    private const int PieceLength = 16 * 1024;
    private const int BatchLength = 256;

    /// <summary>Reads the rows in batches: each batch has the rows that have arrived together.</summary>
    /// <param name="response">The response.</param>
    /// <param name="delimiter">The character between two fields; null for a comma, or for a tab in tab-separated values.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="CsvDecodeException">The body ends inside of a quoted field, or has too many columns.</exception>
    /// <exception cref="ResponseTooLargeException">A row is longer than 64 MB, and the caller allows no larger bodies.</exception>
    /// <exception cref="RequestException">The body cannot be read on.</exception>
    internal static async IAsyncEnumerable<CsvBatch> ReadAsync(
        Response response, char? delimiter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var rows = CreateRows(response, delimiter);
        var reader = response.Body.GetReader();
        while (true)
        {
            var batch = new List<string[]>();
            var isEnded = TryRead(response, reader, rows, batch, out var failed);
            if (batch.Count > 0) yield return new CsvBatch(rows.Names!, batch);
            failed?.Throw();
            if (isEnded) break;
            if (batch.Count < BatchLength) await reader.FillAsync(cancellation).ConfigureAwait(false);
        }

        reader.Finish();
    }

    /// <summary>Reads the rows of a body, which is read into memory first.</summary>
    /// <param name="response">The response.</param>
    /// <param name="delimiter">The character between two fields; null for a comma, or for a tab in tab-separated values.</param>
    /// <exception cref="CsvDecodeException">The body ends inside of a quoted field, or has too many columns.</exception>
    internal static IEnumerable<CsvBatch> Read(Response response, char? delimiter)
    {
        _ = response.Content;
        var rows = CreateRows(response, delimiter);
        var reader = response.Body.GetReader();
        for (var isEnded = false; !isEnded;)
        {
            var batch = new List<string[]>();
            isEnded = TryRead(response, reader, rows, batch, out var failed);
            failed?.Throw();
            if (batch.Count > 0) yield return new CsvBatch(rows.Names!, batch);
        }
    }

    private static CsvRows CreateRows(Response response, char? delimiter)
    {
        var type = response.MediaType;
        var isTabbed = type.Equals("text/tab-separated-values", StringComparison.OrdinalIgnoreCase);
        var hasHeader = !HeaderParameters.Parse(response.Headers["Content-Type"] ?? "", ';')
            .Where(static pair => pair.Key.Equals("header", StringComparison.OrdinalIgnoreCase))
            .Any(static pair => "absent".Equals(pair.Value, StringComparison.OrdinalIgnoreCase));
        return new CsvRows(delimiter ?? (isTabbed ? '\t' : ','), response.Body.MaximumItemSize, hasHeader);
    }

    /// <summary>Reads the rows that have arrived; returns whether the body has ended, and the error that follows the rows.</summary>
    private static bool TryRead(
        Response response, BodyReader reader, CsvRows rows, List<string[]> batch, out ExceptionDispatchInfo? failed)
    {
        failed = null;
        var buffer = ArrayPool<char>.Shared.Rent(PieceLength);
        try
        {
            while (batch.Count < BatchLength)
            {
                if (reader.TryTakeCharacters(buffer.AsSpan(0, PieceLength), out var count)) rows.Add(buffer.AsSpan(0, count), batch);
                else if (!reader.IsEnded) return false;
                else break;
            }

            if (!reader.IsEnded || !reader.Pending.IsEmpty) return false;
            rows.Finish(batch);
            return true;
        }
        catch (RequestException error)
        {
            error.Attach(response);
            failed = ExceptionDispatchInfo.Capture(error);
            return true;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }
}
