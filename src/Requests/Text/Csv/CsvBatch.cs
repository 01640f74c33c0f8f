namespace Requests;

/// <summary>Represents rows of CSV that have arrived together.</summary>
/// <param name="Names">The names of the columns, all different.</param>
/// <param name="Rows">The rows. A row may have fewer fields than there are names, or more.</param>
internal sealed record CsvBatch(string[] Names, IReadOnlyList<string[]> Rows);
