using System.Text;
using System.Text.Json;
using CsCheck;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Text;

public class JsonItemsTests
{
    [Theory]
    [InlineData("[]")]
    [InlineData(" [ ] \n")]
    [InlineData("[1,2 , 3]", "1", "2", "3")]
    [InlineData("\n[{\"a\":[1,2],\"b\":\"],}\\\"\\\\\"}, null ,[[]]]", "{\"a\":[1,2],\"b\":\"],}\\\"\\\\\"}", "null", "[[]]")]
    [InlineData("[1,]", "1", "")]
    [InlineData("[,]", "", "")]
    [InlineData("[{},]", "{}", "")]
    [InlineData("[{},,\"a\"]", "{}", "", "\"a\"")]
    [InlineData("{\"a\":[1,2]}", "{\"a\":[1,2]}")]
    [InlineData("\"[1,2]\"", "\"[1,2]\"")]
    [InlineData("{\"a\":\"}{\"}\n{\"b\":[1]}{}\n", "{\"a\":\"}{\"}", "{\"b\":[1]}", "{}")]
    [InlineData("1 -2\ntrue\"x\"null{}[1,2]", "1", "-2", "true", "\"x\"", "null", "{}", "[1,2]")]
    [InlineData("{} oops", "{}", "oops")]
    [InlineData("<a> b", "<a> b")]
    [InlineData("", "")]
    public async Task An_array_is_split_into_its_items_at_every_piece_size(string json, params string[] expected)
    {
        foreach (var encoding in (Encoding[])[new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.UTF32])
        {
            byte[] bytes = [
                .. json.Length > 1 ? encoding.GetPreamble() : [],
                .. json.Length > 1 ? encoding.GetBytes(json) : Encoding.UTF8.GetBytes(json)];
            for (var size = 1; size <= bytes.Length + 1; size++) Assert.Equal(expected, await GetItems(bytes, size));
        }
    }

    [Theory]
    [InlineData("[1,2", "ends")]
    [InlineData("[1,{\"a\":\"x", "ends")]
    [InlineData("[1] 2", "continues")]
    [InlineData("[1]]", "continues")]
    [InlineData("[{}1,2]", "no comma")]
    [InlineData("[{} {}]", "no comma")]
    [InlineData("[\"a\"\"b\"]", "no comma")]
    public async Task A_text_that_ends_early_and_one_with_more_behind_it_are_errors(string json, string message)
    {
        for (var size = 1; size <= json.Length; size++)
        {
            var error = await Assert.ThrowsAsync<JsonDecodeException>(() => GetItems(Encoding.UTF8.GetBytes(json), size));
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
            Assert.Equal(200, error.Response!.StatusCode);
        }
    }

    // A case makes a session and a response: fewer cases than others.
    [Fact]
    [Trait(Property.Kind, Property.Name)]
    public void The_items_are_those_of_JsonDocument()
    {
        var text = Gen.Char["[]{},\"\\ab\u00e9\u20ac \n"].Array[0, 12].Select(characters => new string(characters));
        var documents = text.Array[0, 6].Select(
            texts => JsonSerializer.Serialize(
                texts.Select(one => new Dictionary<string, object> { ["k" + one] = one, ["list"] = new[] { one } })));
        Property.Holds(
            Gen.Select(documents, Gen.Int[1, 9]),
            sample =>
            {
                var items = GetItems(Encoding.UTF8.GetBytes(sample.Item1), sample.Item2).GetAwaiter().GetResult();
                Assert.Equal(JsonDocument.Parse(sample.Item1).RootElement.EnumerateArray().Select(item => item.GetRawText()), items);
            },
            count: 20_000);
    }

    [Fact]
    public void An_item_in_many_pieces_is_not_copied_with_each_of_them()
    {
        var items = new JsonItems(limit: 8 * 1024 * 1024);
        var found = new List<JsonItem>();
        var piece = new byte[4096];
        piece.AsSpan().Fill((byte)'a');
        items.Add("[\""u8, found);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1024; i++) items.Add(piece, found);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        items.Add("\"]"u8, found);

        Assert.Equal((4 * 1024 * 1024) + 2, Assert.Single(found).Utf8.Length);
        Assert.InRange(allocated, 0, 32 * 1024 * 1024);
    }

    [Fact]
    public async Task An_item_is_given_as_soon_as_it_has_arrived()
    {
        using var source = new GivenPiecesStream(["[1, "u8.ToArray()], mayEnd: false);
        var response = new Response(new PreparedRequest("GET", "http://h/", []), 200, source);

        await foreach (var batch in response.ReadJsonItemBatchesAsync())
        {
            Assert.Equal("1", Encoding.UTF8.GetString(Assert.Single(batch).Utf8.Span));
            break;
        }
    }

    private static async Task<List<string>> GetItems(byte[] bytes, int size)
    {
        using var session = Session(out _, request => new Response(request, 200, new EqualPiecesStream(bytes, size)));
        var response = await session.RequestAsync(new Request("GET", "http://h/"), new SendOptions { Stream = true });
        var items = new List<string>();
        await foreach (var batch in response.ReadJsonItemBatchesAsync())
        {
            items.AddRange(batch.Select(item => Encoding.UTF8.GetString(item.Utf8.Span).Trim()));
        }

        return items;
    }
}
