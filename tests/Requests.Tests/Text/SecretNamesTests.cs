using System.Collections;

namespace Requests.Tests.Text;

public class SecretNamesTests
{
    [Theory]
    [InlineData("http://h/p", "http://h/p")]
    [InlineData("http://u:p@h/p?a=1", "http://h/p?a=1")]
    [InlineData("http://h/p?a=1&sig=x%3D&b", "http://h/p?a=1&sig=********&b")]
    [InlineData("/p?SIG=x#top", "/p?SIG=********#top")]
    [InlineData("http://h/?access%5Ftoken=x&design=y", "http://h/?access%5Ftoken=********&design=y")]
    [InlineData("http://h/#access_token=x&state=y", "http://h/#access_token=********&state=y")]
    [InlineData("http://h/?key=", "http://h/?key=")]
    [InlineData("", "")]
    public void UrlsAreShownWithoutTheirSecrets(string url, string shown) => Assert.Equal(shown, ShownUrl.WithoutSecrets(url));

    [Theory]
    [InlineData("AUTHORIZATION", "x", "********")]
    [InlineData("X-Auth-Token", "x", "********")]
    [InlineData("Location", "/next?code=x&a=1", "/next?code=********&a=1")]
    [InlineData("Set-Cookie", "", "")]
    [InlineData("Accept", "x?code=y", "x?code=y")]
    [InlineData("Cookie", null, null)]
    public void HeadersAreShownWithoutTheirSecrets(string name, string? value, string? shown) => Assert.Equal(shown, SecretNames.MaskHeader(name, value));

    [Fact]
    public void EntriesOfHeadersAreMaskedAndCopiesAreNot()
    {
        IDictionary headers = new HeaderDictionary { ["Authorization"] = "x", ["Accept"] = "y" };
        var shown = new List<object?>();
        foreach (DictionaryEntry entry in headers) shown.Add(entry.Value);
        Assert.Equal(["********", "y"], shown);
        Assert.Equal("x", new Hashtable(headers)["Authorization"]);
        Assert.Equal("x", headers["Authorization"]);
    }

    [Fact]
    public void ReflectionOverACookieFindsNoValue()
    {
        var cookie = new RequestCookie("a", "hidden");
        Assert.DoesNotContain(typeof(RequestCookie).GetProperties(), property => Equals(property.GetValue(cookie), "hidden"));
        Assert.Equal("hidden", cookie.Value);
        Assert.NotEqual(cookie, new RequestCookie("a", "other"));
    }
}
