namespace Requests.Tests.Redaction;

/// <summary>Which words of a name make it a secret, and which do not.</summary>
public class SensitiveWordsTests
{
    [Theory]
    [InlineData("token secret passw passphrase passcode pwd pswd credential signature assertion authorization cookie session")]
    [InlineData("sessid apikey accesskey accountkey privatekey secretkey sharedkey masterkey primarykey secondarykey")]
    [InlineData("subscriptionkey signingkey encryptionkey functionkey functionskey applicationkey storagekey licensekey authkey")]
    [InlineData("appkey connectionstring codeverifier devicecode authcode samlresponse samlrequest kennwort passwort webhookurl")]
    public void These_words_mean_a_secret_anywhere_in_a_name(string words) =>
        Assert.Equal([], words.Split(' ').Where(static word => !SensitiveNames.IsSecretField("my" + word + "x")));

    [Theory]
    [InlineData("key keys pass pw psw pin otp totp hotp auth auths oauth jwt jws jwe bearer sig sign hmac sas saml sid cred creds")]
    [InlineData("crumb csrf xsrf")]
    public void These_words_mean_a_secret_as_a_part_of_a_name(string words) =>
        Assert.Equal([], words.Split(' ').Where(static word => !SensitiveNames.IsSecretField("my_" + word + "_x")));

    [Theory]
    [InlineData("auth authorization device verification verify verifier mfa 2fa otp totp backup recovery security access sms login")]
    [InlineData("confirmation reset pin invite secret")]
    public void A_code_with_one_of_these_words_is_a_secret(string words) =>
        Assert.Equal(
            [],
            words.Split(' ').Where(
                static word => !SensitiveNames.IsSecretField(word + "_code") || !SensitiveNames.IsSecretField(word + "_codes")));

    [Theory]
    [InlineData("type types expires expired expiry expiration at in ttl lifetime age count total length size limit used usage")]
    [InlineData("remaining supported enabled required policy status state algorithm algorithms alg method methods endpoint")]
    [InlineData("endpoints url urls uri uris name names version format provider scheme schemes created user username email header")]
    public void What_only_describes_a_secret_is_not_one(string words) =>
        Assert.Equal([], words.Split(' ').Where(static word => SensitiveNames.IsSecretField("secret_" + word)));

    [Theory]
    [InlineData("public pub foreign sort partition row object cache surrogate idempotency issue project unique composite routing")]
    [InlineData("message translation lookup hot parent websocket map index group deduplication display natural range hash shard")]
    [InlineData("resource record entity")]
    public void A_key_of_one_of_these_kinds_is_not_a_secret(string words) =>
        Assert.Equal([], words.Split(' ').Where(static word => SensitiveNames.IsSecretField(word + "_key")));

    [Theory]
    [InlineData("id ids ops use pair word words path exchange frame")]
    public void A_key_with_one_of_these_words_behind_it_is_not_a_secret(string words) =>
        Assert.Equal([], words.Split(' ').Where(static word => SensitiveNames.IsSecretField("key_" + word)));

    [Theory]
    [InlineData("max min prompt completion total input output cached reasoning audio text image num n used remaining accepted")]
    [InlineData("rejected prediction")]
    public void Tokens_that_are_counted_are_not_secrets(string words) =>
        Assert.Equal([], words.Split(' ').Where(static word => SensitiveNames.IsSecretField(word + "_tokens")));

    [Theory]
    [InlineData("WWW-Authenticate Proxy-Authenticate Authentication-Info Proxy-Authentication-Info Public-Key-Pins")]
    [InlineData("Public-Key-Pins-Report-Only Key-Pair-Id X-Permitted-Cross-Domain-Policies")]
    public void Headers_that_only_look_secret_are_shown(string words) =>
        Assert.Equal([], words.Split(' ').Where(static word => SensitiveNames.IsSecretHeader(word)));

    [Theory]
    [InlineData("bypass compass surpass overpass underpass encompass trespass")]
    public void Words_that_end_in_pass_are_not_passwords(string words) =>
        Assert.Equal([], words.Split(' ').Where(static word => SensitiveNames.IsSecretField(word)));

    [Theory]
    [InlineData("Location")]
    [InlineData("Content-Location")]
    [InlineData("Referer")]
    public void A_relative_url_in_a_header_is_shown_without_its_secrets(string name) =>
        Assert.Equal("/next?code=********", SensitiveNames.RedactHeader(name, "/next?code=x"));
}
