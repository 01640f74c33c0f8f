using System.Collections;

namespace Requests.Tests.Redaction;

public class SensitiveNamesTests
{
    [Theory]
    [InlineData("http://h/p", "http://h/p")]
    [InlineData("http://u:p@h/p?a=1", "http://h/p?a=1")]
    [InlineData("http://h/p?a=1&sig=x%3D&b", "http://h/p?a=1&sig=********&b")]
    [InlineData("/p?SIG=x#top", "/p?SIG=********#top")]
    [InlineData("http://h/?access%5Ftoken=x&design=y", "http://h/?access%5Ftoken=********&design=y")]
    [InlineData("http://h/#access_token=x&state=y", "http://h/#access_token=********&state=y")]
    [InlineData("http://h/?key=", "http://h/?key=")]
    [InlineData("http://h/p?url=http%3A%2F%2Fuser%3AZebra%2FQuagga%40h%2F&a=1", "http://h/p?url=********&a=1")]
    [InlineData("http://h/?next=https%3A%2F%2Fh%2F%3Faccess_token%3Dx", "http://h/?next=********")]
    [InlineData("http://h/?next=https%3A%2F%2Fh%2F%3Fpage%3Dx", "http://h/?next=https%3A%2F%2Fh%2F%3Fpage%3Dx")]
    [InlineData("/p?u=http://u:Zebra#Quagga@h/", "/p?u=http://********@h/")]
    [InlineData("", "")]
    public void URLs_are_shown_without_their_secrets(string url, string shown) => Assert.Equal(shown, UrlRedactor.WithoutSecrets(url));

    [Theory]
    [InlineData("AUTHORIZATION", "x", "********")]
    [InlineData("X-Auth-Token", "x", "********")]
    [InlineData("Location", "/next?code=x&a=1", "/next?code=********&a=1")]
    [InlineData("Set-Cookie", "", "")]
    [InlineData("Accept", "x?page=y", "x?page=y")]
    [InlineData("Link", "<http://u:p@h/?page=2&access_token=x>; rel=next", "<http://********@h/?page=2&access_token=********>; rel=next")]
    [InlineData("Refresh", "0; url=https://h/?code=x", "0; url=https://h/?code=********")]
    [InlineData("Operation-Location", "https://h/op?sig=x&api-version=1", "https://h/op?sig=********&api-version=1")]
    [InlineData("Access-Control-Allow-Credentials", "true", "true")]
    [InlineData("Cookie", null, null)]
    public void Headers_are_shown_without_their_secrets(string name, string? value, string? shown) =>
        Assert.Equal(shown, SensitiveNames.RedactHeader(name, value));

    [Theory]
    [InlineData(
        "X-Vault-Token X-Goog-Api-Key X-Amz-Security-Token x-functions-key aeg-sas-key X-Auth-Key X-JFrog-Art-Api DD-APPLICATION-KEY "
            + "DD-API-KEY X-Access-Key X-Api-Key Api-Key X-Auth-Token")]
    [InlineData(
        "Private-Token JOB-TOKEN Ocp-Apim-Subscription-Key X-Shopify-Access-Token X-RapidAPI-Key X-GitHub-OTP X-Csrf-Token Authorization "
            + "Proxy-Authorization Cookie Set-Cookie X-Apikey Key X-Auth")]
    [InlineData(
        "x-ms-authorization-auxiliary X-Plex-Token X-Parse-Master-Key Stripe-Signature X-Hub-Signature-256 "
            + "x-amz-server-side-encryption-customer-key X-IBM-Client-Secret X-MS-TOKEN-AAD-ID-TOKEN")]
    public void TheseHeadersAreSecret(string names) =>
        Assert.Equal([], names.Split(' ').Where(static name => !SensitiveNames.IsSecretHeader(name)));

    [Theory]
    [InlineData(
        "Accept User-Agent Content-Type ETag Idempotency-Key Sec-WebSocket-Key Surrogate-Key X-Cache-Key WWW-Authenticate "
            + "Authentication-Info Access-Control-Allow-Credentials Access-Control-Allow-Headers")]
    [InlineData(
        "X-Request-Id traceparent X-RateLimit-Remaining Location Link X-Auth-Email Content-Security-Policy X-XSS-Protection Retry-After "
            + "X-Token-Expires Public-Key-Pins Host Age Server X-Author Keep-Alive")]
    public void TheseHeadersAreNot(string names) => Assert.Equal([], names.Split(' ').Where(SensitiveNames.IsSecretHeader));

    [Theory]
    [InlineData(
        "subscription-key jwt pass SAMLResponse sig code key otp access_token user[password] client_secret X-Amz-Signature "
            + "X-Amz-Credential api_sig dbpass sessionId PHPSESSID sid auth apiKey ticket pin device_code")]
    public void These_parameters_are_secret(string names) =>
        Assert.Equal([], names.Split(' ').Where(static name => !SensitiveNames.IsSecretParameter(name)));

    [Theory]
    [InlineData(
        "primaryKey accountKey secondaryKey tokens password passwords db_password clientSecret access_token refreshToken keys privateKey "
            + "connectionString otp jwt auth credentials backup_codes mfa_code SASToken AccountKey")]
    [InlineData(
        "storage_account_access_key encryptionKey hmacKey signing-key cookies sessionToken auth_code authorizationCode passwd pwd "
            + "smtpPass secretAccessKey aws_secret_access_key private_key x5t_signature webhook_secret")]
    public void TheseFieldsAreSecret(string names) =>
        Assert.Equal([], names.Split(' ').Where(static name => !SensitiveNames.IsSecretField(name)));

    [Theory]
    [InlineData(
        "auth authorization device verification verify verifier mfa 2fa otp totp backup recovery security access sms login confirmation "
            + "reset pin invite secret")]
    public void ACodeOfASignInIsSecret(string words)
    {
        Assert.Equal([], words.Split(' ').Where(static word => !SensitiveNames.IsSecretField($"{word}_user_code")));
        Assert.False(SensitiveNames.IsSecretField("user_code"));
    }

    [Theory]
    [InlineData(
        "key code name value id status_code country_code error_code token_type expires_in max_tokens prompt_tokens total_tokens "
            + "token_endpoint token_endpoint_auth_methods_supported public_key publicKey partitionKey keyId key_id")]
    [InlineData(
        "author authors authenticated bypass compass monkey keyboard keyword keywords tokenizer design signal assigned pinned passport "
            + "passenger side sortKey foreignKey keys_url client_secret_expires_at password_policy zip_code")]
    public void TheseFieldsAreNot(string names) => Assert.Equal([], names.Split(' ').Where(SensitiveNames.IsSecretField));

    [Theory]
    [InlineData("see http://user:pass@host/ for it", "see http://********@host/ for it")]
    [InlineData("see https://ghp_abc@github.com/x", "see https://********@github.com/x")]
    [InlineData("see http://host/@scope/x", "see http://host/@scope/x")]
    [InlineData("mail me@example.com", "mail me@example.com")]
    [InlineData("Authorization: Bearer abc.def-ghi", "Authorization: ******** ********")]
    [InlineData("<Password kind=\"a\">two words</Password>", "<Password kind=\"a\">********</Password>")]
    [InlineData("""{"password": "two \"words\"", "a": 1""", """{"password": ********, "a": 1""")]
    [InlineData("""{"tokens": ["a", {"b": "]"}], "a": 1""", """{"tokens": ********, "a": 1""")]
    [InlineData("{\"a\": 1}\n{\"auth\": {\"x\": 1}}\n", "{\"a\": 1}\n{\"auth\": ********}\n")]
    [InlineData("password: hunter2\nname: x", "password: ********\nname: x")]
    [InlineData("AccountName=a;AccountKey=abc/d==;x=y", "AccountName=a;AccountKey=********;x=y")]
    [InlineData(
        "--b\r\nContent-Disposition: form-data; name=\"otp\"\r\nX: y\r\n\r\n12\r\n34\r\n--b--",
        "--b\r\nContent-Disposition: form-data; name=\"otp\"\r\nX: y\r\n\r\n********\r\n--b--")]
    [InlineData("password: \"access_token\":\"Quagga\", a: 1", "password: ********, a: 1")]
    [InlineData("user: \"access_token\":\"Quagga\"", "user: \"access_token\":********")]
    [InlineData("password: api-key: Quagga x", "password: ******** x")]
    [InlineData("note: \"the password: Quagga\"", "note: \"the password: ********\"")]
    [InlineData("id eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc_-9 end", "id ******** end")]
    public void SecretsInsideATextAreMasked(string text, string shown) => Assert.Equal(shown, TextRedactor.Redact(text));

    [Fact]
    public void Entries_of_headers_are_redacted_and_copies_are_not()
    {
        IDictionary headers = new HeaderDictionary { ["Authorization"] = "x", ["Accept"] = "y" };
        var shown = new List<object?>();
        foreach (DictionaryEntry entry in headers) shown.Add(entry.Value);
        Assert.Equal(["********", "y"], shown);
        Assert.Equal("x", new Hashtable(headers)["Authorization"]);
        Assert.Equal("x", headers["Authorization"]);
    }

    [Fact]
    public void Reflection_over_a_cookie_finds_no_value()
    {
        var cookie = new RequestCookie("a", "hidden");
        Assert.DoesNotContain(typeof(RequestCookie).GetProperties(), property => Equals(property.GetValue(cookie), "hidden"));
        Assert.Equal("hidden", cookie.Value);
        Assert.NotEqual(cookie, new RequestCookie("a", "other"));
    }
}
