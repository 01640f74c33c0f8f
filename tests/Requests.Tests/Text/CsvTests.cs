using System.Text;
using CsCheck;

namespace Requests.Tests.Text;

public class CsvTests
{
    [Theory]
    [InlineData("a,b\n1,2\n3,4\n", "1|2", "3|4")]
    [InlineData("a,b\r\n1,2\r\n3,4", "1|2", "3|4")]
    [InlineData("a,b\r1,2\r\r3,4\r", "1|2", "3|4")]
    [InlineData("a,b\n\"1,x\",\"2\ny\"\n", "1,x|2\ny")]
    [InlineData("a,b\n\"1\r\ny\",\"say \"\"hi\"\"\"\n", "1\r\ny|say \"hi\"")]
    [InlineData("a,b\n\"\",\n", "|")]
    [InlineData("a,b\n1,", "1|")]
    [InlineData("a,b\n1\n1,2,3\n", "1", "1|2")]
    [InlineData("a,b\n\n  \n1,2\n", "1|2")]
    [InlineData("a,b\n  \"1\"  ,  2 \n", "1|2 ")]
    [InlineData("a,b\nx\"y\"z,\"p\"q\n", "x\"y\"z|pq")]
    [InlineData("a\n1\n\"\"\n", "1")]
    [InlineData("a,b\n")]
    [InlineData("a,b")]
    [InlineData("")]
    [InlineData("\n\n# made by hand\n#TYPE System.String\na,b\n1,2", "1|2")]
    [InlineData("#,Name,Score\n1,Ada,9\n#,2,3", "1|Ada|9", "#|2|3")]
    [InlineData("# by hand, on Monday\n#,,\n#\n#id,x\na,b\n1,2", "1|2")]
    public void Rows_are_read_at_every_piece_size(string csv, params string[] expected)
    {
        for (var size = 1; size <= csv.Length + 1; size++) Assert.Equal(expected, Read(csv, size).Rows);
    }

    [Theory]
    [InlineData("a,b,,", "a|b")]
    [InlineData("a,,b", "a|H1|b")]
    [InlineData("H1,,a", "H1|H2|a")]
    [InlineData("id,ID,id,id2", "id|ID3|id4|id2")]
    [InlineData(",", "H1")]
    [InlineData("#Fields: date time", "date time")]
    [InlineData("\" a \",b ", " a |b ")]
    public void Names_are_not_empty_and_differ(string header, string expected) =>
        Assert.Equal(expected, string.Join('|', Read($"{header}\n", 3).Names!));

    [Fact]
    public void Without_a_header_the_columns_are_numbered()
    {
        var result = Read("1,2\n3\n", 1, hasHeader: false);

        Assert.Equal("H1|H2", string.Join('|', result.Names!));
        Assert.Equal(["1|2", "3"], result.Rows);
    }

    [Fact]
    public void A_text_that_ends_inside_of_quotes_is_an_error_after_the_rows_before_it()
    {
        var rows = new CsvRows(',', 1000, hasHeader: true);
        var read = new List<string[]>();
        rows.Add("a,b\n1,2\n3,\"4\n5,6\n", read);

        Assert.Equal(3, Assert.Throws<CsvDecodeException>(() => rows.Finish(read)).Row);
        Assert.Equal(["1", "2"], Assert.Single(read));
    }

    [Fact]
    public void A_row_is_bounded()
    {
        var rows = new CsvRows(',', 100, hasHeader: true);
        var read = new List<string[]>();
        rows.Add($"a,b\n{new string('x', 90)},1\n", read);
        for (var i = 0; i < 50; i++) rows.Add("1,", read);

        Assert.Throws<ResponseTooLargeException>(() => rows.Add("1,", read));
        Assert.Single(read);
    }

    [Fact]
    public void Columns_are_bounded()
    {
        var rows = new CsvRows(',', long.MaxValue, hasHeader: true);

        Assert.Throws<CsvDecodeException>(() => rows.Add($"{new string(',', CsvHeader.MaximumColumns)}x\n1\n", []));
    }

    [Theory]
    [InlineData("text/csv", "a,b\n1,\u00e9", "utf-8")]
    [InlineData("text/csv; charset=windows-1252", "a,b\n1,\u20ac", "windows-1252")]
    [InlineData("text/csv", "a,b\n1,\u00e9", "iso-8859-1")]
    [InlineData("application/octet-stream", "a,b\n1,\u65e5", "utf-16")]
    [InlineData("text/tab-separated-values", "a\tb\n1\tx,y", "utf-8")]
    [InlineData("text/csv; header=absent", "1,\u00e9", "utf-8")]
    public async Task Encodings_and_types_of_a_response_count(string type, string csv, string encoding)
    {
        var from = EncodingResolver.Find(encoding)!;
        var bytes = from.GetPreamble().Concat(from.GetBytes(csv)).ToArray();
        foreach (var size in (int[])[1, 5, 1000])
        {
            var response = new Response(new PreparedRequest("GET", "http://h/", []), 200, new GivenPiecesStream([.. bytes.Chunk(size)]))
            {
                Headers = new() { ["Content-Type"] = type },
            };
            var rows = new List<string>();
            await foreach (var batch in CsvContent.ReadAsync(response, delimiter: null, TestContext.Current.CancellationToken))
            {
                Assert.DoesNotContain('\ufeff', batch.Names[0]);
                rows.AddRange(batch.Rows.Select(static row => string.Join('|', row)));
            }

            Assert.Equal([string.Join('|', csv.Split('\n')[^1].Split(type.Contains("tab", StringComparison.Ordinal) ? '\t' : ','))], rows);
            Assert.True(response.ContentConsumed);
        }
    }

    [Fact]
    public async Task A_broken_transfer_is_an_error_after_the_rows_before_it()
    {
        var response = BrokenBody.Reply("a,b\n1,2\n3,")(new PreparedRequest("GET", "http://h/", []));
        var rows = new List<string[]>();

        await Assert.ThrowsAsync<ChunkedEncodingException>(async () =>
        {
            await foreach (var batch in CsvContent.ReadAsync(response, ',', TestContext.Current.CancellationToken))
            {
                rows.AddRange(batch.Rows);
            }
        });
        Assert.Equal(["1", "2"], Assert.Single(rows));
    }

    internal static (string[]? Names, List<string> Rows) Read(string csv, int size, bool hasHeader = true, char delimiter = ',')
    {
        var rows = new CsvRows(delimiter, 1024 * 1024, hasHeader);
        var read = new List<string[]>();
        foreach (var piece in csv.Chunk(size)) rows.Add(piece, read);
        rows.Finish(read);
        return (rows.Names, [.. read.Select(row => string.Join('|', row.Take(rows.Names!.Length)))]);
    }
}
