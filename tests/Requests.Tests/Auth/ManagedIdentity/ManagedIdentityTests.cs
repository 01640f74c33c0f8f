using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Auth;

public class ManagedIdentityTests
{
    private const string Resource = "https://management.azure.com/";
    private const string Encoded = "resource=https%3A%2F%2Fmanagement.azure.com%2F";
    private const string Id = "11111111-2222-3333-4444-555555555555";
    private const string Path = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i";
    private const string Imds = "AZURE_POD_IDENTITY_AUTHORITY_HOST=http://169.254.169.254";
    private const string Thumbprint = "0011223344556677889900112233445566778899";
    private readonly ManualTime _time = new();

    public static TheoryData<string, string, string, string> Services { get; } = new()
    {
        {
            Imds,
            $"GET http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&{Encoded}",
            "Metadata: true",
            "Azure Instance Metadata Service"
        },
        {
            "AZURE_POD_IDENTITY_AUTHORITY_HOST=http://10.0.0.1:8080/",
            $"GET http://10.0.0.1:8080/metadata/identity/oauth2/token?api-version=2018-02-01&{Encoded}",
            "Metadata: true",
            "Azure Instance Metadata Service"
        },
        {
            "IDENTITY_ENDPOINT=http://localhost:42356/msi/token IDENTITY_HEADER=s3cret",
            $"GET http://localhost:42356/msi/token?api-version=2019-08-01&{Encoded}",
            "X-IDENTITY-HEADER: s3cret",
            "App Service"
        },
        {
            $"IDENTITY_ENDPOINT=https://localhost:2377/token IDENTITY_HEADER=s3cret IDENTITY_SERVER_THUMBPRINT={Thumbprint}",
            $"GET https://localhost:2377/token?api-version=2019-07-01-preview&{Encoded}",
            "Secret: s3cret",
            "Service Fabric"
        },
        {
            "MSI_ENDPOINT=http://localhost:46808/MSI/auth MSI_SECRET=s3cret",
            $"GET http://localhost:46808/MSI/auth?api-version=2017-09-01&{Encoded}",
            "Secret: s3cret",
            "Azure Machine Learning"
        },
        {
            $"MSI_ENDPOINT=http://localhost:46808/MSI/auth MSI_SECRET=s3cret DEFAULT_IDENTITY_CLIENT_ID={Id}",
            $"GET http://localhost:46808/MSI/auth?api-version=2017-09-01&{Encoded}&clientid={Id}",
            "Secret: s3cret",
            "Azure Machine Learning"
        },
        {
            "MSI_ENDPOINT=http://localhost:50342/oauth2/token",
            "POST http://localhost:50342/oauth2/token",
            "Metadata: true",
            "Azure Cloud Shell"
        },
        {
            "IDENTITY_ENDPOINT=http://localhost:40342/metadata/identity/oauth2/token IMDS_ENDPOINT=http://localhost:40342",
            $"GET http://localhost:40342/metadata/identity/oauth2/token?api-version=2020-06-01&{Encoded}",
            "Metadata: true",
            "Azure Arc"
        },
    };

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Each_service_is_requested_as_its_documentation_says(string variables, string line, string header, string name)
    {
        using var session = Session(out var adapter, Token("t1"), Reply(200));

        var response = await session.RequestAsync(new Request("GET", "https://api/") { Auth = Auth(variables) });

        var sent = adapter.Seen[0];
        Assert.Equal(200, response.StatusCode);
        Assert.Equal(line, $"{sent.Method} {sent.Url}");
        Assert.Equal(header.Split(": ")[1], sent.Headers[header.Split(": ")[0]]);
        Assert.Equal(line.StartsWith("POST", StringComparison.Ordinal) ? Encoded : "", adapter.Bodies[0]);
        Assert.Null(sent.Headers["Cookie"]);
        Assert.Equal("Bearer t1", adapter.Seen[1].Headers["Authorization"]);
        Assert.Empty(response.History);

        using var refused = Session(out _, ReplyText(400, "{\"message\": \"no\"}"));
        var request = new Request("GET", "https://api/") { Auth = Auth(variables) };
        var error = await Assert.ThrowsAsync<ManagedIdentityException>(() => refused.RequestAsync(request));
        Assert.Equal(name, error.Service);
        Assert.Contains("400", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", string.Concat(error.Response!.Request.Headers), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Imds, nameof(ManagedIdentityAuth.ClientId), $"client_id={Id}")]
    [InlineData(Imds, nameof(ManagedIdentityAuth.ObjectId), $"object_id={Id}")]
    [InlineData(Imds, nameof(ManagedIdentityAuth.ResourceId), "msi_res_id=%2Fsubscriptions%2Fs%2F")]
    [InlineData("IDENTITY_ENDPOINT=http://l/ IDENTITY_HEADER=h", nameof(ManagedIdentityAuth.ClientId), $"client_id={Id}")]
    [InlineData("IDENTITY_ENDPOINT=http://l/ IDENTITY_HEADER=h", nameof(ManagedIdentityAuth.ObjectId), $"principal_id={Id}")]
    [InlineData("IDENTITY_ENDPOINT=http://l/ IDENTITY_HEADER=h", nameof(ManagedIdentityAuth.ResourceId), "mi_res_id=%2Fsubscriptions")]
    [InlineData("MSI_ENDPOINT=http://l/ MSI_SECRET=s DEFAULT_IDENTITY_CLIENT_ID=d", nameof(ManagedIdentityAuth.ClientId), $"clientid={Id}")]
    public async Task An_identity_is_selected_by_the_parameter_of_the_service(string variables, string kind, string expected)
    {
        using var session = Session(out var adapter, Token("t1"), Reply(200));

        await session.RequestAsync(new Request("GET", "https://api/") { Auth = Auth(variables, kind) });

        Assert.Contains($"&{expected}", adapter.Seen[0].Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MSI_ENDPOINT=http://l/", nameof(ManagedIdentityAuth.ClientId))]
    [InlineData("MSI_ENDPOINT=http://l/ MSI_SECRET=s", nameof(ManagedIdentityAuth.ObjectId))]
    [InlineData("IDENTITY_ENDPOINT=http://localhost/ IMDS_ENDPOINT=http://localhost", nameof(ManagedIdentityAuth.ResourceId))]
    [InlineData($"IDENTITY_ENDPOINT=http://l/ IDENTITY_HEADER=h IDENTITY_SERVER_THUMBPRINT={Thumbprint}", "ClientId")]
    [InlineData("IDENTITY_ENDPOINT=http://10.0.0.1/ IMDS_ENDPOINT=http://10.0.0.1", "")]
    [InlineData("IDENTITY_ENDPOINT=https://other/ IMDS_ENDPOINT=https://other", "")]
    [InlineData("IDENTITY_ENDPOINT=localhost IDENTITY_HEADER=h", "")]
    [InlineData("MSI_ENDPOINT=ftp://l/", "")]
    [InlineData("AZURE_POD_IDENTITY_AUTHORITY_HOST=10.0.0.1", "")]
    public async Task What_the_environment_cannot_do_is_an_error_and_nothing_is_sent(string variables, string kind)
    {
        using var session = Session(out var adapter);
        var request = new Request("GET", "https://api/") { Auth = Auth(variables, kind) };

        await Assert.ThrowsAsync<ManagedIdentityException>(() => session.RequestAsync(request));

        Assert.Empty(adapter.Seen);
    }

    [Fact]
    public async Task The_request_for_a_token_uses_no_proxy_and_no_timeout_or_retry_of_the_call()
    {
        using var session = Session(out var adapter, Token("t1"), Reply(200));
        session.Cookies.Set(new RequestCookie("session", "secret"));
        session.Defaults = session.Defaults with
        {
            Proxies = new ProxySettings { ByTarget = new Dictionary<string, string> { ["all"] = "http://proxy:3128" } },
            Timeout = RequestTimeout.FromSeconds(50),
            Retry = RetryPolicy.Standard(5),
            UnixSocket = "/tmp/socket",
        };

        await session.RequestAsync(new Request("GET", "https://api/") { Auth = Auth(Imds) });

        Assert.Null(adapter.Options[0].Route.Proxy);
        Assert.Equal(TimeSpan.FromSeconds(15), adapter.Options[0].Timeout.Connect);
        Assert.Null(adapter.Options[0].UnixSocket);
        Assert.NotNull(adapter.Options[1].Route.Proxy);
        Assert.Equal(TimeSpan.FromSeconds(50), adapter.Options[1].Timeout.Connect);
    }

    [Fact]
    public async Task A_service_with_a_thumbprint_is_verified_by_it()
    {
        using var session = Session(out var adapter, Token("t1"), Reply(200));
        await session.RequestAsync(new Request("GET", "https://api/")
        {
            Auth = Auth($"IDENTITY_ENDPOINT=https://l/ IDENTITY_HEADER=h IDENTITY_SERVER_THUMBPRINT={Thumbprint}"),
        });

        Assert.Equal([(false, Thumbprint), (true, null)], adapter.Options.Select(static item => (item.Tls.Verify, item.Tls.Fingerprint)));
    }

    [Theory]
    [InlineData("\"expires_on\": \"1767229200\", \"expires_in\": \"1\"", 3600)]
    [InlineData("\"expires_on\": 1767229200", 3600)]
    [InlineData("\"expires_on\": \"01/01/2026 01:00:00 +00:00\"", 3600)]
    [InlineData("\"expires_in\": \"3599\"", 3599)]
    [InlineData("\"expires_on\": 1767229200000", null)]
    [InlineData("\"token_type\": \"Bearer\"", null)]
    public async Task The_time_at_which_a_token_expires_is_read(string fields, int? seconds)
    {
        // 1767229200 is an hour after the beginning of the clock.
        using var session = Session(out _, ReplyText(200, $"{{\"access_token\": \"t1\", {fields}}}"), Reply(200));
        var auth = Auth(Imds);

        await session.RequestAsync(new Request("GET", "https://api/") { Auth = auth });

        Assert.Equal(seconds, (auth.Token!.ExpiresAt - _time.GetUtcNow())?.TotalSeconds);
    }

    [Fact]
    public async Task A_clock_that_is_wrong_does_not_shorten_the_token_if_the_service_sends_its_time()
    {
        // The service is a year ahead of this machine.
        var reply = ReplyText(200, "{\"access_token\": \"t1\", \"expires_on\": \"1798765200\"}", ("Date", "Fri, 01 Jan 2027 00:00:00 GMT"));
        using var session = Session(out _, reply, Reply(200));
        var auth = Auth(Imds);

        await session.RequestAsync(new Request("GET", "https://api/") { Auth = auth });

        Assert.Equal(TimeSpan.FromHours(1), auth.Token!.ExpiresAt - _time.GetUtcNow());
    }

    [Theory]
    [InlineData("{\"access_token\": \"t1\", \"expires_on\": 1767220000}", "expired")]
    [InlineData("{\"token_type\": \"Bearer\"}", "no access token, but token_type")]
    [InlineData("{\"access_token\": \"a b\"}", "characters")]
    [InlineData("<html>", "200")]
    public async Task A_response_without_a_usable_token_is_an_error(string body, string problem)
    {
        using var session = Session(out var adapter, ReplyText(200, body));
        var request = new Request("GET", "https://api/") { Auth = Auth(Imds) };

        var error = await Assert.ThrowsAsync<ManagedIdentityException>(() => session.RequestAsync(request));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("t1", error.Message, StringComparison.Ordinal);
        Assert.Single(adapter.Seen);
    }

    [Theory]
    [InlineData("{\"error\": \"invalid_request\", \"error_description\": \"Identity not found\"}", "Identity not found")]
    [InlineData("{\"statusCode\": 400, \"message\": \"No MSI found\"}", "No MSI found")]
    [InlineData("{\"error\": {\"code\": \"ManagedIdentityNotFound\", \"message\": \"not assigned\"}}", "not assigned")]
    public async Task The_reason_of_the_service_is_in_the_message(string body, string reason)
    {
        using var session = Session(out _, ReplyText(400, body));
        var request = new Request("GET", "https://api/") { Auth = Auth(Imds) };

        var error = await Assert.ThrowsAsync<ManagedIdentityException>(() => session.RequestAsync(request));

        Assert.Contains($"({reason})", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://management.azure.com/.default", "https://management.azure.com")]
    [InlineData("https://management.azure.com//.default", "https://management.azure.com/")]
    [InlineData("api://11111111-2222-3333-4444-555555555555", "api://11111111-2222-3333-4444-555555555555")]
    public void A_scope_is_a_resource(string given, string expected) => Assert.Equal(expected, new ManagedIdentityAuth(given).Resource);

    [Fact]
    public void Invalid_arguments_are_refused()
    {
        Assert.Throws<InvalidParameterException>(() => new ManagedIdentityAuth(""));
        Assert.Throws<InvalidParameterException>(() => new ManagedIdentityAuth("/.default"));
        Assert.Throws<InvalidParameterException>(() => new ManagedIdentityAuth("https://a/ https://b/"));
        Assert.Throws<InvalidParameterException>(() => new ManagedIdentityAuth(Resource) { ClientId = "me" });
        Assert.Throws<InvalidParameterException>(() => new ManagedIdentityAuth(Resource) { ObjectId = $"{{{Id}}}" });
        Assert.Throws<InvalidParameterException>(() => new ManagedIdentityAuth(Resource) { ResourceId = Id });
        Assert.Throws<InvalidParameterException>(() => new ManagedIdentityAuth(Resource) { ClientId = Id, ObjectId = Id });
        var auth = new ManagedIdentityAuth(Resource) { ClientId = Id, ObjectId = null };
        Assert.Equal($"ManagedIdentity ({Resource}, {Id})", auth.ToString());
    }

    private static Func<PreparedRequest, Response> Token(string token) =>
        ReplyText(200, $"{{\"access_token\": \"{token}\", \"expires_in\": \"3600\"}}");

    private ManagedIdentityAuth Auth(string variables, string kind = "")
    {
        var values = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToDictionary(
            item => item.Split('=')[0],
            item => item[(item.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        var environment = new ManagedIdentityEnvironment(values.GetValueOrDefault, "/none", "/none");
        return new ManagedIdentityAuth(Resource, _time, environment)
        {
            ClientId = kind == nameof(ManagedIdentityAuth.ClientId) ? Id : null,
            ObjectId = kind == nameof(ManagedIdentityAuth.ObjectId) ? Id : null,
            ResourceId = kind == nameof(ManagedIdentityAuth.ResourceId) ? Path : null,
        };
    }
}
