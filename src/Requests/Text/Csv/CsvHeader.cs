using System.Globalization;

namespace Requests;

/// <summary>Names the columns of CSV by its header.</summary>
internal static class CsvHeader
{
    /// <summary>The most columns that CSV may have. More would need memory for names that a server makes up.</summary>
    internal const int MaximumColumns = 16 * 1024;

    private const string FieldsOfLog = "#Fields: ";

    /// <summary>
    /// Returns whether a record before the rows is a comment or the type of Export-Csv. A column may have the name #.
    /// </summary>
    /// <param name="record">The record.</param>
    internal static bool IsComment(string[] record) =>
        record[0].StartsWith('#') && !record[0].StartsWith(FieldsOfLog, StringComparison.Ordinal) && !IsNumberColumn(record);

    private static bool IsNumberColumn(string[] record) =>
        record is ["#", _, ..] && record.AsSpan(1).ContainsAnyExcept("");

    /// <summary>
    /// Gets the names of the columns. As for Import-Csv, empty names at the end are left out, a name that is empty becomes H1, H2 and so
    /// on, and the fields of the extended log format of W3C are a header. A name that differs from an earlier one in case only, or not at
    /// all, gets a number, because an object has one property of a name.
    /// </summary>
    /// <param name="record">The header.</param>
    /// <exception cref="CsvDecodeException">There are too many columns.</exception>
    internal static string[] GetNames(string[] record)
    {
        CheckCount(record.Length);
        if (record[0].StartsWith(FieldsOfLog, StringComparison.Ordinal)) record[0] = record[0][FieldsOfLog.Length..];
        var count = record.Length;
        while (count > 1 && record[count - 1].Length == 0) count--;
        var names = record[..count];
        var used = new HashSet<string>(names, StringComparer.OrdinalIgnoreCase);
        var numbers = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { [""] = 1 };
        for (var i = 0; i < count; i++)
        {
            var name = names[i];
            if (name.Length > 0 && numbers.TryAdd(name, 2)) continue;
            do
            {
                names[i] = string.Create(CultureInfo.InvariantCulture, $"{(name.Length == 0 ? "H" : name)}{numbers[name]++}");
            }
            while (!used.Add(names[i]));
        }

        return names;
    }

    /// <summary>Gets the names of columns without a header: H1, H2 and so on.</summary>
    /// <param name="count">The number of columns.</param>
    /// <exception cref="CsvDecodeException">There are too many columns.</exception>
    internal static string[] CreateNames(int count)
    {
        CheckCount(count);
        return [.. Enumerable.Range(1, count).Select(static number => string.Create(CultureInfo.InvariantCulture, $"H{number}"))];
    }

    private static void CheckCount(int count)
    {
        if (count > MaximumColumns)
        {
            throw new CsvDecodeException(
                string.Create(CultureInfo.InvariantCulture, $"The CSV has more than {MaximumColumns} columns in its first row."), row: 1);
        }
    }
}
