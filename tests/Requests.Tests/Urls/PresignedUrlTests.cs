namespace Requests.Tests.Urls;

/// <summary>Two presigned URLs of one resource are equal without their signatures; what selects content stays.</summary>
public class PresignedUrlTests
{
    [Theory]
    [InlineData("https://h/a", "https://h/a")]
    [InlineData("https://h/a?b=1&c#d", "https://h/a?b=1&c")]
    [InlineData("https://h/a?", "https://h/a?")]
    [InlineData(
        "https://h/a?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD&X-Amz-Credential=a%2Fb&X-Amz-Date=1"
            + "&X-Amz-Expires=60&X-Amz-Security-Token=t&X-Amz-SignedHeaders=host&X-Amz-Signature=s&x-id=GetObject",
        "https://h/a?x-id=GetObject")]
    [InlineData("https://h/a?x-goog-signature=1&X-Goog-Date=2&generation=3", "https://h/a?generation=3")]
    [InlineData("https://h/a?x-oss-process=resize&x-oss-signature-version=1&x-oss-signature=2", "https://h/a?x-oss-process=resize")]
    [InlineData("https://h/a?X-Amz-Date=1", "https://h/a?X-Amz-Date=1")]
    [InlineData("https://h/a?X-Amz-Date=1&X-Goog-Signature=2", "https://h/a?X-Amz-Date=1")]
    [InlineData("https://h/a?sv=1&sr=b&sig=x%3D&se=2&snapshot=3&rscd=4", "https://h/a?snapshot=3&rscd=4")]
    [InlineData("https://h/a?sv=1&sp=2", "https://h/a?sv=1&sp=2")]
    [InlineData("https://h/a?sig=1", "https://h/a?sig=1")]
    [InlineData("https://h/a?Expires=1&Signature=2&Key-Pair-Id=3&page=4", "https://h/a?page=4")]
    [InlineData("https://h/a?Policy=1&Signature=2&Key-Pair-Id=3", "https://h/a")]
    [InlineData("https://h/a?AWSAccessKeyId=1&Signature=2&Expires=3", "https://h/a")]
    [InlineData("https://h/a?GoogleAccessId=1&Signature=2&Expires=3", "https://h/a")]
    [InlineData("https://h/a?Expires=1&Signature=2", "https://h/a?Expires=1&Signature=2")]
    [InlineData("https://h/a?q-sign-algorithm=sha1&q-ak=1&q-signature=2&q=text", "https://h/a?q=text")]
    [InlineData("https://h/a?%58-Amz-Signature=1&b=%31", "https://h/a?b=%31")]
    [InlineData("https://h/a?token=1&key=2", "https://h/a?token=1&key=2")]
    public void A_signature_is_removed_and_all_other_parameters_stay(string url, string expected) =>
        Assert.Equal(expected, PresignedUrl.WithoutSignature(url));
}
