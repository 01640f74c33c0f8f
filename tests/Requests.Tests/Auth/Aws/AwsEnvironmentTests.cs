namespace Requests.Tests.Auth.Aws;

/// <summary>Tests where keys and region come from when the caller gives none.</summary>
public sealed class AwsEnvironmentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    public AwsEnvironmentTests()
    {
        _variables["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(_folder, "credentials");
        _variables["AWS_CONFIG_FILE"] = Path.Combine(_folder, "config");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_variables_come_before_the_files()
    {
        Write("credentials", "[default]\naws_access_key_id = file\naws_secret_access_key = s\n");
        Set("AWS_ACCESS_KEY_ID", "id");
        Set("AWS_SECRET_ACCESS_KEY", "secret");
        Assert.Equal(("id", "secret", null), Read());
        Set("AWS_SESSION_TOKEN", "token");
        Assert.Equal(("id", "secret", "token"), Read());
        Assert.Equal("file", Read("default").Id);
    }

    [Theory]
    [InlineData("[default]\naws_access_key_id=id\naws_secret_access_key=s=1\n", "id", "s=1", null)]
    [InlineData("# x\n; y\n\n[ default ]\r\naws_access_key_id = id\r\naws_secret_access_key = s # 1\r\n", "id", "s # 1", null)]
    [InlineData("[default]\nAWS_ACCESS_KEY_ID = id\naws_secret_access_key = s\naws_session_token = t\n", "id", "s", "t")]
    [InlineData("[default]\naws_access_key_id = id\ns3 =\n  aws_access_key_id = no\naws_secret_access_key = s\n", "id", "s", null)]
    [InlineData("[other]\naws_access_key_id = no\n[default]\naws_access_key_id = id\naws_secret_access_key = s\n", "id", "s", null)]
    [InlineData("[default]\naws_access_key_id = id\n[other]\nx = 1\n[default]\naws_secret_access_key = s\n", "id", "s", null)]
    public void A_file_has_the_keys_of_a_profile(string text, string id, string secret, string? token)
    {
        Write("credentials", text);
        Assert.Equal((id, secret, token), Read());
    }

    [Fact]
    public void A_profile_is_chosen_by_the_caller_or_by_a_variable()
    {
        Write(
            "credentials",
            "[default]\naws_access_key_id=a\naws_secret_access_key=s\n[b]\naws_access_key_id=b\naws_secret_access_key=s\n");
        Write("config", "[profile c d]\naws_access_key_id=c\naws_secret_access_key=s\nregion=eu-west-1\n[default]\nregion=eu-west-2\n");
        Assert.Equal("a", Read().Id);
        Assert.Equal("b", Read("b").Id);
        Assert.Equal("c", Read("c d").Id);
        Assert.Equal("eu-west-1", Create("c d").GetRegion(usesProfile: true));
        Assert.Equal("eu-west-2", Create().GetRegion(usesProfile: true));
        Assert.Null(Create().GetRegion(usesProfile: false));
        Set("AWS_PROFILE", "b");
        Assert.Equal("b", Read().Id);
        Assert.Equal("a", Read("default").Id);
        Set("AWS_DEFAULT_REGION", "us-east-2");
        Assert.Equal("us-east-2", Create().GetRegion(usesProfile: true));
        Set("AWS_REGION", "us-west-1");
        Assert.Equal("us-west-1", Create().GetRegion(usesProfile: false));
    }

    [Fact]
    public void A_file_is_read_again_when_it_changes()
    {
        Write("credentials", "[default]\naws_access_key_id=a\naws_secret_access_key=s\n");
        var environment = Create();
        Assert.Equal("a", environment.GetCredentials().AccessKeyId);
        Write("credentials", "[default]\naws_access_key_id=renewed\naws_secret_access_key=s\n");
        Assert.Equal("renewed", environment.GetCredentials().AccessKeyId);
    }

    [Theory]
    [InlineData(null, "", "There are no keys of AWS")]
    [InlineData("x", "", "There is no profile 'x'")]
    [InlineData("x", "[x]\nsso_session = y\n", "The profile 'x' has no aws_access_key_id")]
    [InlineData("x", "[x]\naws_access_key_id = id\n", "no aws_secret_access_key")]
    public void Missing_keys_are_an_error_that_names_the_place(string? profile, string text, string message)
    {
        Write("credentials", text);
        var error = Assert.Throws<RequestAuthenticationException>(() => new AwsAuth(Create(profile), TimeProvider.System));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(_folder, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_without_a_secret_is_an_error()
    {
        Set("AWS_ACCESS_KEY_ID", "id");
        Assert.Throws<RequestAuthenticationException>(() => Create().GetCredentials());
        Set("AWS_SECRET_ACCESS_KEY", "hunter2\n");
        var error = Assert.Throws<InvalidParameterException>(() => Create().GetCredentials());
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_without_a_region_is_an_error_and_the_region_of_the_environment_is_used()
    {
        Set("AWS_ACCESS_KEY_ID", "id");
        Set("AWS_SECRET_ACCESS_KEY", "secret");
        var auth = new AwsAuth(Create(), TimeProvider.System) { Service = "s3" };
        var error = Assert.Throws<InvalidParameterException>(() => new Request("GET", "http://h/") { Auth = auth }.Prepare());
        Assert.Contains("AWS_REGION", error.Message, StringComparison.Ordinal);
        Set("AWS_REGION", "eu-north-1");
        var signed = new Request("GET", "http://h/") { Auth = auth }.Prepare();
        Assert.Contains("/eu-north-1/s3/aws4_request,", signed.Headers["Authorization"], StringComparison.Ordinal);
        Set("AWS_REGION", "eu north");
        Assert.Throws<InvalidParameterException>(() => new Request("GET", "http://h/") { Auth = auth }.Prepare());
    }

    [Fact]
    public void The_keys_of_the_environment_are_read_for_each_request_and_redacted()
    {
        Set("AWS_ACCESS_KEY_ID", "first");
        Set("AWS_SECRET_ACCESS_KEY", "secret-1");
        var auth = new AwsAuth(Create(), TimeProvider.System) { Service = "s3", Region = "eu-west-1" };
        Set("AWS_ACCESS_KEY_ID", "second");
        Set("AWS_SECRET_ACCESS_KEY", "secret-2");
        var request = new Request("GET", "http://h/") { Auth = auth }.Prepare();
        Assert.Contains("Credential=second/", request.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal("********", ExchangeRedactor.Create(request).Redact("secret-2"));
        Assert.Equal("Aws (environment, s3, eu-west-1)", auth.ToString());
        Assert.Null(auth.AccessKeyId);
    }

    private AwsEnvironment Create(string? profile = null) => new(profile, _variables.GetValueOrDefault);

    private (string Id, string Secret, string? Token) Read(string? profile = null)
    {
        var keys = Create(profile).GetCredentials();
        return (keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken);
    }

    private void Set(string name, string value) => _variables[name] = value;

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
