namespace Requests;

/// <summary>Reads the header of CSV and then its rows while it arrives.</summary>
/// <param name="delimiter">The character between two fields.</param>
/// <param name="limit">The maximum length of a row, in characters.</param>
/// <param name="hasHeader">Whether the first row has the names of the columns.</param>
internal sealed class CsvRows(char delimiter, long limit, bool hasHeader)
{
    private readonly CsvParser _parser = new(delimiter, limit) { MaximumFields = CsvHeader.MaximumColumns + 1 };

    /// <summary>Gets the names of the columns; null before the header has arrived.</summary>
    internal string[]? Names { get; private set; }

    /// <summary>Adds a piece, and adds the rows that it completes to a list.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="rows">Receives the rows.</param>
    /// <exception cref="CsvDecodeException">There are too many columns.</exception>
    /// <exception cref="ResponseTooLargeException">A row is longer than the limit.</exception>
    internal void Add(ReadOnlySpan<char> piece, List<string[]> rows)
    {
        _parser.Add(piece, rows);
        if (Names is null) TakeHeader(rows);
        _parser.CheckLimit();
    }

    /// <summary>Ends the text, and adds the row that only the end of the text completes.</summary>
    /// <param name="rows">Receives the row.</param>
    /// <exception cref="CsvDecodeException">The text ends inside of a quoted field, or there are too many columns.</exception>
    internal void Finish(List<string[]> rows)
    {
        _parser.Finish(rows);
        if (Names is null) TakeHeader(rows);
    }

    private void TakeHeader(List<string[]> rows)
    {
        var at = hasHeader ? rows.FindIndex(static row => !CsvHeader.IsComment(row)) : rows.Count - 1;
        if (at < 0)
        {
            rows.Clear();
            return;
        }

        var first = hasHeader ? rows[at] : rows[0];
        if (hasHeader) rows.RemoveRange(0, at + 1);
        try
        {
            Names = hasHeader ? CsvHeader.GetNames(first) : CsvHeader.CreateNames(first.Length);
            _parser.MaximumFields = Names.Length;
        }
        finally
        {
            if (Names is null) rows.Clear();
        }
    }
}
