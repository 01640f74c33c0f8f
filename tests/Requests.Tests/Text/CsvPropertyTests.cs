using CsCheck;

namespace Requests.Tests.Text;

/// <summary>Any text is read as CSV or refused with an error of the module, and what was written is read.</summary>
[Trait(Property.Kind, Property.Name)]
public class CsvPropertyTests
{
    private static readonly Grammar Csv = new(
        [
            "a,b\n1,2\n", "id;name\r\n\"1\";\"x \"\"y\"\" z\"\r\n",
            "#TYPE x\n\"a\",\"b\"\n\"1\n2\",\n", "a,,a\r1, 2 ,3\r", "#Fields: a b\n1\n",
        ],
        ",", ";", "\"", "\"\"", "\n", "\r", "\r\n", " ", "\t", "#", "#TYPE ", ",\"", "\",", "a");

    private static readonly Gen<string[][]> Tables =
        Gen.Select(Gen.Int[1, 4], Gen.Int[0, 5]).SelectMany((columns, rows) =>
            Gen.String[Gen.Char["ab\",;\r\n\t #\u00e9"], 0, 6].Array[columns].Array[rows]);

    [Fact]
    public void Rows_do_not_depend_on_the_size_of_the_pieces() => Property.Holds(
        Gen.Select(Csv.Texts, Gen.Int[1, 9], Gen.OneOfConst(',', ';', '\t', ' ')),
        static sample => Assert.Equal(Read(sample.Item1, int.MaxValue, sample.Item3), Read(sample.Item1, sample.Item2, sample.Item3)),
        count: 20_000);

    [Fact]
    public void What_was_written_is_read() => Property.Holds(Gen.Select(Tables, Gen.Int[1, 9]), static sample =>
    {
        var (table, size) = sample;
        var columns = table.Length == 0 ? 1 : table[0].Length;
        var header = string.Join(',', Enumerable.Range(0, columns).Select(static i => $"c{i}"));
        var lines = table.Select(static row => string.Join(',', row.Select(Quote)));
        var expected = table.Where(static row => row is not [""]).Select(static row => string.Join('|', row));
        Assert.Equal(expected, CsvTests.Read(string.Join("\r\n", lines.Prepend(header)), size).Rows);
    }, count: 20_000);

    [Fact]
    public void The_time_to_read_csv_grows_linearly() => Property.IsLinear(Csv, static text => Read(text, 4096, ','), count: 20);

    private static string Quote(string field) => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Read(string csv, int size, char delimiter)
    {
        try
        {
            var (names, rows) = CsvTests.Read(csv, size, delimiter: delimiter);
            return $"{string.Join('|', names ?? [])}\n{string.Join('\n', rows)}";
        }
        catch (RequestException error)
        {
            return error.Message;
        }
    }
}
