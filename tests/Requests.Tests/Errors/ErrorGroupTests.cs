namespace Requests.Tests;

/// <summary>The bases of the errors: a caller catches a group by one of them.</summary>
public class ErrorGroupTests
{
    public static TheoryData<Type, Type[]> Groups { get; } = new()
    {
        {
            typeof(InvalidRequestException),
            [
                typeof(InvalidUrlException), typeof(InvalidProxyUrlException), typeof(MissingSchemaException),
                typeof(InvalidSchemaException), typeof(InvalidMethodException),
                typeof(InvalidHeaderException), typeof(InvalidCookieException), typeof(CookieConflictException),
                typeof(InvalidBodyException), typeof(UnrewindableBodyException),
                typeof(InvalidJsonException), typeof(InvalidTimeoutException), typeof(InvalidParameterException),
                typeof(CertificateFileException),
            ]
        },
        {
            typeof(ConnectionException),
            [typeof(ConnectTimeoutException), typeof(ProxyException), typeof(SslException), typeof(HttpVersionException)]
        },
        { typeof(RequestTimeoutException), [typeof(ReadTimeoutException), typeof(TotalTimeoutException)] },
        {
            typeof(RequestAuthenticationException),
            [
                typeof(NegotiateException), typeof(OAuth1Exception), typeof(OAuth2Exception),
                typeof(OAuth2AssertionException),
                typeof(TokenServiceException), typeof(UntrustedTokenServiceException),
                typeof(BearerTokenException), typeof(ManagedIdentityException), typeof(ClockSkewException),
            ]
        },
        {
            typeof(ResponseException),
            [
                typeof(HttpErrorException), typeof(InvalidResponseHeaderException), typeof(ChunkedEncodingException),
                typeof(ContentDecodingException), typeof(ResponseTooLargeException), typeof(UnexpectedContentTypeException),
                typeof(JsonDecodeException), typeof(JsonConversionException), typeof(StreamConsumedException),
                typeof(XmlDecodeException), typeof(CsvDecodeException),
                typeof(TooManyRedirectsException), typeof(InsecureRedirectException),
                typeof(PagingLoopException), typeof(PageOriginException), typeof(IncompletePagesException), typeof(RetryException),
                typeof(OperationFailedException), typeof(OperationStatusException),
            ]
        },
        { typeof(DownloadException), [typeof(OutputFileException), typeof(ChecksumMismatchException), typeof(ChecksumFileException)] },
        { typeof(CassetteException), [typeof(CassetteMismatchException), typeof(UnusedCassetteEntryException)] },
        {
            typeof(RequestException),
            [typeof(SessionClosedException), typeof(MockMismatchException), typeof(RequestCacheException), typeof(HarFormatException)]
        },
    };

    [Theory]
    [MemberData(nameof(Groups))]
    public void A_group_has_its_errors_and_no_others(Type group, Type[] errors)
    {
        var below = typeof(RequestException).Assembly.GetTypes().Where(type => type.IsSubclassOf(group));
        if (group == typeof(RequestException)) below = below.Where(type => type.BaseType == group && !IsGroup(type));

        Assert.Equal(
            errors.Select(type => type.Name).Order(StringComparer.Ordinal),
            below.Select(type => type.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(typeof(ConnectTimeoutException))]
    [InlineData(typeof(ReadTimeoutException))]
    [InlineData(typeof(TotalTimeoutException))]
    public void Every_timeout_says_that_it_is_one(Type timeout) =>
        Assert.True(((RequestException)Activator.CreateInstance(timeout, "message", null)!).IsTimeout);

    [Theory]
    [InlineData(typeof(ConnectionException))]
    [InlineData(typeof(InvalidUrlException))]
    [InlineData(typeof(HttpErrorException))]
    public void Other_errors_are_no_timeouts(Type error)
    {
        object?[] arguments = error == typeof(HttpErrorException) ? ["message", null, null] : ["message", null];

        Assert.False(((RequestException)Activator.CreateInstance(error, arguments)!).IsTimeout);
    }

    [Fact]
    public void A_message_writes_control_characters_as_codes() =>
        Assert.DoesNotContain('\u001b', new ResponseException("\u001b[31mred").Message);

    [Fact]
    public void An_http_error_has_the_response_and_its_request()
    {
        var response = new Response(new PreparedRequest("GET", "http://h/", []), 404);

        var error = new HttpErrorException("404", response);

        Assert.Same(response, error.Response);
        Assert.Same(response.Request, error.Request);
    }

    [Fact]
    public void An_error_has_its_cause()
    {
        var cause = new IOException("cause");

        Assert.Same(cause, new ProxyException("message", cause).InnerException);
    }

    private static bool IsGroup(Type type) => Groups.Any(row => row.Data.Item1 == type);
}
