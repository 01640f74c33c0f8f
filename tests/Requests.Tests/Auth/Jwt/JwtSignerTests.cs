using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Requests.Tests.Auth.Jwt;

public sealed class JwtSignerTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes(new string('k', 64));

    [Theory]
    [InlineData(JwtAlgorithm.RS256)]
    [InlineData(JwtAlgorithm.RS384)]
    [InlineData(JwtAlgorithm.RS512)]
    [InlineData(JwtAlgorithm.PS256)]
    [InlineData(JwtAlgorithm.PS384)]
    [InlineData(JwtAlgorithm.PS512)]
    public void An_rsa_signature_can_be_verified_with_the_public_key(JwtAlgorithm algorithm)
    {
        using var signer = JwtSigner.FromKey(SigningKeys.Rsa, algorithm);
        var (text, signature) = Split(signer.Sign(Claims()));
        var padding = algorithm.ToString()[0] == 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        Assert.True(SigningKeys.Rsa.VerifyData(text, signature, GetHash(algorithm), padding));
        Assert.Equal(algorithm.ToString(), Header(signer.Sign(Claims()))["alg"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(JwtAlgorithm.ES256, 64)]
    [InlineData(JwtAlgorithm.ES384, 96)]
    [InlineData(JwtAlgorithm.ES512, 132)]
    public void An_ecdsa_signature_is_two_numbers_of_the_size_of_the_curve(JwtAlgorithm algorithm, int length)
    {
        var key = algorithm switch
        {
            JwtAlgorithm.ES256 => SigningKeys.P256,
            JwtAlgorithm.ES384 => SigningKeys.P384,
            _ => SigningKeys.P521,
        };
        using var signer = JwtSigner.FromKey(key);
        var (text, signature) = Split(signer.Sign(Claims()));
        Assert.Equal(algorithm, signer.Algorithm);
        Assert.Equal(length, signature.Length);
        Assert.True(key.VerifyData(text, signature, GetHash(algorithm), DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    [Theory]
    [InlineData(JwtAlgorithm.HS256)]
    [InlineData(JwtAlgorithm.HS384)]
    [InlineData(JwtAlgorithm.HS512)]
    public void A_secret_signs_with_hmac(JwtAlgorithm algorithm)
    {
        using var signer = JwtSigner.FromSecret(Secret, algorithm);
        var (text, signature) = Split(signer.Sign(Claims()));
        using var hmac = IncrementalHash.CreateHMAC(GetHash(algorithm), Secret);
        hmac.AppendData(text);
        Assert.Equal(hmac.GetHashAndReset(), signature);
    }

    [Fact]
    public void A_token_is_that_of_rfc_7519_for_its_claims()
    {
        // The claims of RFC 7519 section 3.1; the signature is that of another implementation (Python's hmac).
        using var signer = JwtSigner.FromSecret(Encoding.ASCII.GetBytes("0123456789abcdef0123456789abcdef"));
        var token = signer.Sign(new JsonObject { ["iss"] = "joe", ["exp"] = 1300819380, ["http://example.com/is_root"] = true });
        Assert.Equal(
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJqb2UiLCJleHAiOjEzMDA4MTkzODAsImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
            + "5OjlLNW6KU2bCbWNlocz8Z5Wo12NwpdC3kbnUniHdcw",
            token);
    }

    [Fact]
    public void The_header_names_the_key_and_the_hash_of_the_certificate()
    {
        using var certificate = SigningKeys.CreateCertificate();
        using var signer = JwtSigner.FromCertificate(certificate, JwtAlgorithm.PS256, "key-1");
        var header = Header(signer.Sign(Claims()));
        Assert.Equal(["alg", "typ", "kid", "x5t#S256"], header.Select(static item => item.Key));
        Assert.Equal("key-1", header["kid"]!.GetValue<string>());
        Assert.Equal(SHA256.HashData(certificate.RawData), Decode(header["x5t#S256"]!.GetValue<string>()));
    }

    [Fact]
    public void Header_parameters_are_added_replaced_and_removed_except_the_algorithm()
    {
        using var signer = JwtSigner.FromKey(SigningKeys.P256, keyId: "a");
        var header = Header(signer.Sign(Claims(), new JsonObject { ["kid"] = "b", ["typ"] = null, ["x5c"] = new JsonArray("c") }));
        Assert.Equal("""{"alg":"ES256","kid":"b","x5c":["c"]}""", header.ToJsonString());
        Assert.Throws<InvalidParameterException>(() => signer.Sign(Claims(), new JsonObject { ["alg"] = "none" }));
    }

    [Fact]
    public void Text_outside_of_ascii_is_utf_8()
    {
        using var signer = JwtSigner.FromKey(SigningKeys.P256);
        var token = signer.Sign(new JsonObject { ["name"] = "Zoë \"☃\"" });
        Assert.Equal("Zoë \"☃\"", JsonNode.Parse(Decode(token.Split('.')[1]))!["name"]!.GetValue<string>());
        Assert.DoesNotContain('=', token);
    }

    [Fact]
    public void A_key_of_another_kind_than_the_algorithm_is_refused()
    {
        using var certificate = SigningKeys.CreateCertificate(ecdsa: SigningKeys.P256);
        AssertRefused(
            "RS256 needs an RSA key, and this is an ECDSA key for ES256",
            () => JwtSigner.FromCertificate(certificate, JwtAlgorithm.RS256));
        AssertRefused("ES256 needs an ECDSA key on the curve P-256", () => JwtSigner.FromKey(SigningKeys.Rsa, JwtAlgorithm.ES256));
        AssertRefused("on the curve P-256", () => JwtSigner.FromKey(SigningKeys.P384, JwtAlgorithm.ES256));
        AssertRefused("HS256 needs a secret", () => JwtSigner.FromKey(SigningKeys.Rsa, JwtAlgorithm.HS256));
        AssertRefused("RS256 does not sign with a secret", () => JwtSigner.FromSecret(Secret, JwtAlgorithm.RS256));
        using var other = DSA.Create();
        AssertRefused("give an RSA or an ECDSA key", () => JwtSigner.FromKey(other));
    }

    [Fact]
    public void A_curve_of_the_same_size_as_p_256_is_refused()
    {
        ECDsa key;
        try
        {
            key = ECDsa.Create(ECCurve.CreateFromFriendlyName("secp256k1"));
        }
        catch (PlatformNotSupportedException)
        {
            Assert.Skip("This platform has no secp256k1.");
            return;
        }

        using (key) AssertRefused("another curve", () => JwtSigner.FromKey(key));
    }

    [Fact]
    public void A_short_key_and_a_short_secret_are_refused()
    {
        using var key = RSA.Create(1024);
        AssertRefused("2048 bits or more, and this one has 1024", () => JwtSigner.FromKey(key));
        AssertRefused("32 bytes or more, and this one has 31", () => JwtSigner.FromSecret(Secret[..31]));
        AssertRefused("64 bytes or more, and this one has 63", () => JwtSigner.FromSecret(Secret[..63], JwtAlgorithm.HS512));
    }

    [Fact]
    public void A_key_without_its_private_part_and_a_disposed_signer_cannot_sign()
    {
        using var key = RSA.Create(SigningKeys.Rsa.ExportParameters(includePrivateParameters: false));
        using var signer = JwtSigner.FromKey(key);
        AssertRefused("The key cannot sign with RS256", () => signer.Sign(Claims()));
        var closed = JwtSigner.FromSecret(Secret);
        closed.Dispose();
        AssertRefused("cannot sign", () => closed.Sign(Claims()));
    }

    [Fact]
    public void A_certificate_has_a_private_key_and_is_valid_now()
    {
        using var certificate = SigningKeys.CreateCertificate();
        using var bare = X509Certificate2.CreateFromPem(certificate.ExportCertificatePem());
        AssertRefused("'CN=signer' has no private key", () => JwtSigner.FromCertificate(bare));
        using var expired = SigningKeys.CreateCertificate(days: -0.5);
        AssertRefused("expired at 2", () => JwtSigner.FromCertificate(expired));
        using var future = SigningKeys.CreateCertificate(start: 0.5);
        AssertRefused("is not valid before 2", () => JwtSigner.FromCertificate(future));
    }

    [Fact]
    public void A_certificate_that_was_disposed_is_refused_and_one_that_is_disposed_later_still_signs()
    {
        var certificate = SigningKeys.CreateCertificate();
        using var signer = JwtSigner.FromCertificate(certificate);
        var hash = signer.CertificateHash;
        certificate.Dispose();

        var error = Assert.Throws<CertificateFileException>(() => JwtSigner.FromCertificate(certificate));

        Assert.Contains("is empty or was disposed", error.Message, StringComparison.Ordinal);
        Assert.Contains("Load it again", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(signer.Sign(new JsonObject { ["iss"] = "a" }));
        Assert.Equal(hash, signer.CertificateHash);
    }

    [Fact]
    public void A_certificate_that_expires_later_is_refused_from_then_on()
    {
        using var certificate = SigningKeys.CreateCertificate(days: 1);
        using var signer = JwtSigner.FromCertificate(certificate);
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow());
        signer.Sign("{}"u8, header: null, time);
        time.Advance(TimeSpan.FromDays(2));
        AssertRefused("expired at 2", () => signer.Sign("{}"u8, header: null, time));
    }

    [Fact]
    public async Task Several_threads_can_sign_at_the_same_time()
    {
        using var signer = JwtSigner.FromKey(SigningKeys.P256);
        var tokens = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => signer.Sign(Claims()))));
        Assert.All(tokens, token =>
        {
            var (text, signature) = Split(token);
            Assert.True(SigningKeys.P256.VerifyData(text, signature, HashAlgorithmName.SHA256));
        });
    }

    [Fact]
    public void A_signer_shows_its_algorithm_alone()
    {
        using var signer = JwtSigner.FromSecret(Secret, keyId: "id");
        Assert.Equal("JwtSigner (HS256)", signer.ToString());
        Assert.Equal(["Algorithm", "CertificateHash", "KeyId"], typeof(JwtSigner).GetProperties().Select(static item => item.Name).Order());
    }

    private static JsonObject Claims() => new() { ["sub"] = "a" };

    private static void AssertRefused(string message, Func<object> action) =>
        Assert.Contains(message, Assert.Throws<CertificateFileException>(action).Message, StringComparison.Ordinal);

    private static (byte[] Text, byte[] Signature) Split(string token)
    {
        var at = token.LastIndexOf('.');
        return (Encoding.ASCII.GetBytes(token[..at]), Decode(token[(at + 1)..]));
    }

    private static JsonObject Header(string token) => JsonSerializer.Deserialize<JsonObject>(Decode(token.Split('.')[0]))!;

    private static byte[] Decode(string text) =>
        Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='));

    private static HashAlgorithmName GetHash(JwtAlgorithm algorithm) => new($"SHA{algorithm.ToString()[2..]}");
}
