namespace Requests.Tests.Messages;

public class StatusCodesTests
{
    [Theory]
    [InlineData("ok", 200)]
    [InlineData("OK", 200)]
    [InlineData("\\o/", 200)]
    [InlineData("\u2713", 200)]
    [InlineData("too_early", 425)]
    [InlineData("unordered", 425)]
    [InlineData("UNORDERED_COLLECTION", 425)]
    [InlineData("bad_gateway", 502)]
    [InlineData("BadGateway", 502)]
    [InlineData("not found", 404)]
    [InlineData("im-a-teapot", 418)]
    public void Names_have_codes(string name, int code) => Assert.Equal(code, StatusCodes.Find(name));

    [Fact]
    public void An_unknown_name_has_none() => Assert.Null(StatusCodes.Find("no_such_thing"));

    [Fact]
    public void The_table_is_readable()
    {
        Assert.Equal(StatusCodes.NotFound, StatusCodes.Names["not_found"]);
        Assert.Equal("ok", StatusCodes.GetNames(200)[0]);
        Assert.Empty(StatusCodes.GetNames(299));
    }

    [Fact]
    public void An_http_error_keeps_its_response_and_may_have_none()
    {
        var response = new Response(new PreparedRequest("GET", "http://h/", []), 404);

        Assert.Null(new HttpErrorException("no answer").Response);
        Assert.Same(response, new HttpErrorException("an answer", response).Response);
        Assert.Equal("an answer", new HttpErrorException("an answer", response).Message);
    }
}
