using static Requests.Tests.FakeAdapter;
using static Requests.Tests.Sessions.Operations.OperationTests;

namespace Requests.Tests.Sessions.Operations;

/// <summary>Tests a Location that reports an operation with the status 200, as in Microsoft Graph and Microsoft Fabric.</summary>
public class OperationReportTests
{
    private const string Running = """{"status":"Running","lastUpdatedTimeUtc":"2026-11-30T12:00:00Z","percentComplete":25}""";
    private const string Succeeded = """{"status":"Succeeded","lastUpdatedTimeUtc":"2026-11-30T12:00:00Z","percentComplete":100}""";

    [Theory]
    [InlineData("POST", "/operations/7/result")]
    [InlineData("PUT", "/items")]
    [InlineData("DELETE", "/operations/7")]
    public async Task It_is_requested_until_it_has_ended_and_then_its_result(string method, string last)
    {
        using var session = Session(
            out var adapter,
            Reply(202, ("Location", "/v1/operations/7")),
            ReplyText(200, Running, ("Location", "/operations/7")),
            ReplyText(200, Succeeded, ("Location", "/v1/operations/7/result")),
            ReplyText(200, """{"id":"7"}"""));

        var result = await Follow(session, new Request(method, "http://h/v1/items"));

        Assert.Equal($"http://h/v1{last}", result.Url);
        Assert.All(adapter.Seen.Skip(1).Take(2), sent => Assert.Equal("http://h/v1/operations/7", sent.Url));
        Assert.Equal(method == "DELETE" ? 3 : 4, adapter.Seen.Count);
    }

    [Fact]
    public async Task It_is_the_result_where_it_names_none()
    {
        using var session = Session(
            out var adapter,
            Reply(202, ("Location", "/operations/7")),
            ReplyText(200, Running, ("Location", "/elsewhere/7")),
            ReplyText(200, Succeeded));

        Assert.Equal(Succeeded, (await Follow(session, new Request("POST", "http://h/items"))).Text);
        Assert.Equal(3, adapter.Seen.Count);
    }

    [Fact]
    public async Task It_may_name_the_resource()
    {
        const string Report = """{"@odata.type":"#x","status":"succeeded","resourceLocation":"/v1.0/made/1"}""";
        using var session = Session(out var adapter, Reply(202, ("Location", "/o")), ReplyText(200, Report), Reply(200));

        await Follow(session, new Request("POST", "http://h/"));

        Assert.Equal("http://h/v1.0/made/1", adapter.Seen[2].Url);
    }

    [Theory]
    [InlineData("""{"status":"Failed","error":{"code":"ExecutionFailure","message":"It is full."}}""")]
    [InlineData("""{"id":"1","operationType":"cloneTeam","status":"failed","error":{"message":"It is full."}}""")]
    public async Task Its_failure_is_an_error_although_the_status_code_is_200(string json)
    {
        using var session = Session(out _, Reply(202, ("Location", "/operations/7")), ReplyText(200, json));

        var error = await Assert.ThrowsAsync<OperationFailedException>(() => Follow(session, new Request("DELETE", "http://h/1")));

        Assert.Equal("It is full.", error.ErrorMessage);
    }

    [Theory]
    [InlineData("""{"status":"Running","name":"server"}""")]
    [InlineData("""{"status":"Failed","name":"job"}""")]
    [InlineData("""{"status":"Active","error":null}""")]
    [InlineData("""{"status":3,"error":null}""")]
    [InlineData("""{"error":null,"properties":{}}""")]
    [InlineData("""[{"status":"Running","percentComplete":1}]""")]
    public async Task Another_object_is_the_result(string json)
    {
        using var session = Session(out var adapter, Reply(202, ("Location", "/made")), ReplyText(200, json));

        Assert.Equal(json, (await Follow(session, new Request("POST", "http://h/"))).Text);
        Assert.Equal(2, adapter.Seen.Count);
    }
}
