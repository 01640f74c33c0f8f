using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>
/// Converts exceptions to error records. Its table gives each type of exception one stable id, one category and one recommended action.
/// </summary>
internal static class ErrorRecords
{
    /// <summary>
    /// Returns whether an exception stops the pipeline and is not converted to a record: a stop, an action preference of Stop, or break,
    /// continue and exit.
    /// </summary>
    /// <param name="error">The exception.</param>
    internal static bool StopsPipeline(Exception error) =>
        error is PipelineStoppedException or ActionPreferenceStopException or HaltCommandException or FlowControlException;

    /// <summary>
    /// Returns the record of an exception. An exception of another type is wrapped in a <see cref="RequestException"/>, so that the
    /// record has the URL and the pipeline continues.
    /// </summary>
    /// <param name="error">The exception.</param>
    /// <param name="target">The request, without secrets, or null.</param>
    internal static ErrorRecord ToRecord(Exception error, object? target)
    {
        if (error is ScriptFailedException script) return ToRecord(script);
        var exception = error as RequestException ?? new RequestException(error.Message, error);
        var (id, category, advice) = Describe(exception);
        var details = ErrorDetailsParser.Parse(GetDetailed(exception)) is { } text
            ? VisibleText.EscapeLines(text)
            : null;
        var message = details is null || exception.Message.EndsWith(details, StringComparison.Ordinal)
            ? exception.Message
            : $"{exception.Message}{Environment.NewLine}{details}";
        return new ErrorRecord(exception, id, category, target)
        {
            ErrorDetails = new ErrorDetails(message) { RecommendedAction = advice },
        };
    }

    /// <summary>Returns the response whose body has an error message that the exception does not have yet, or null.</summary>
    private static Response? GetDetailed(RequestException exception) =>
        exception is HttpErrorException or OperationFailedException { ErrorMessage: null } ? exception.Response : null;

    /// <summary>Returns the record of an error in a script block, with the exception, id and message of that error.</summary>
    private static ErrorRecord ToRecord(ScriptFailedException script)
    {
        var record = new ErrorRecord(script.Record, replaceParentContainsErrorRecordException: null);
        record.ErrorDetails ??= new ErrorDetails(record.Exception.Message);
        record.ErrorDetails.RecommendedAction = $"The error comes from {script.ScriptDescription}.";
        return record;
    }

    /// <summary>Returns the record of parameters that exclude each other.</summary>
    /// <param name="message">The message, which names the parameters and the correction.</param>
    internal static ErrorRecord Conflict(string message) =>
        new(new InvalidParameterException(message), "ParameterConflict", ErrorCategory.InvalidArgument, targetObject: null);

    /// <summary>Returns the record of a name of a status code that does not exist.</summary>
    /// <param name="message">The message, which names the requested name and similar ones.</param>
    /// <param name="target">The name.</param>
    internal static ErrorRecord UnknownStatus(string message, string target) =>
        new(new InvalidParameterException(message), "UnknownStatusCodeName", ErrorCategory.ObjectNotFound, target);

    private static (string Id, ErrorCategory Category, string Advice) DescribePages(RequestException error) => error switch
    {
        PagingLoopException => ("PagingLoop", ErrorCategory.InvalidResult, "Limit the pages with -MaximumPages."),
        PageOriginException =>
            ("PageOrigin", ErrorCategory.SecurityError,
                "Emit the URL with a script block for -NextPage: the path of it if the server has written a wrong host."),
        _ =>
            ("IncompletePages", ErrorCategory.InvalidResult,
                "Define how the next page is requested with -NextPage, or end at the last page with -MaximumPages."),
    };

    private static (string Id, ErrorCategory Category, string Advice) Describe(RequestException error) => error switch
    {
        HttpErrorException http =>
            ("HttpError", GetCategory(http.Response?.StatusCode ?? 0),
                "Look at the Text of the error's Exception.Response, which the server sent."),
        ConnectTimeoutException =>
            ("ConnectTimeout", ErrorCategory.OperationTimeout, "Check host and port, or raise the first part of -Timeout."),
        ReadTimeoutException =>
            ("ReadTimeout", ErrorCategory.OperationTimeout,
                "Raise the second part of -Timeout if the server needs longer between two bytes."),
        TotalTimeoutException =>
            ("TotalTimeout", ErrorCategory.OperationTimeout, "Raise -TotalTimeout if the whole exchange needs longer."),
        UnexpectedContentTypeException =>
            ("UnexpectedContentType", ErrorCategory.InvalidResult,
                "Look at the error's Exception.Response: the server sent another content type than was requested."),
        ResponseTooLargeException =>
            ("ResponseTooLarge", ErrorCategory.LimitsExceeded, "Raise -MaximumSize, or save the body with -OutFile."),
        CertificateFileException => ("CertificateFile", ErrorCategory.InvalidArgument, "Correct the path, the password, or the file."),
        SslException =>
            ("SslError", ErrorCategory.SecurityError, "Check the server's certificate and the authorities that this machine trusts."),
        ProxyException => ("ProxyError", ErrorCategory.ConnectionError, "Check the proxy's address and credentials."),
        HttpVersionException =>
            ("HttpVersion", ErrorCategory.ConnectionError,
                "Use -HttpVersion 1.1, or -HttpVersion 2, 1.1 for the higher version that the server supports."),
        ConnectionException => ("ConnectionError", ErrorCategory.ConnectionError, "Check host, port and network."),
        TooManyRedirectsException =>
            ("TooManyRedirects", ErrorCategory.LimitsExceeded, "Look at Exception.Response.History, or raise -MaximumRedirection."),
        InsecureRedirectException =>
            ("InsecureRedirect", ErrorCategory.SecurityError, "Use -AllowInsecureRedirect if the unencrypted target is meant."),
        PagingLoopException or PageOriginException or IncompletePagesException => DescribePages(error),
        OperationFailedException or OperationStatusException => DescribeOperation(error),
        InvalidResponseHeaderException =>
            ("InvalidResponseHeader", ErrorCategory.InvalidResult,
                "The server sent headers that cannot be trusted; New-HttpAdapter -MaximumHeaderSize allows larger ones."),
        JsonDecodeException => ("JsonDecodeError", ErrorCategory.ParserError, "Look at the response's Text."),
        XmlDecodeException => ("XmlDecodeError", ErrorCategory.ParserError, "Look at the response's Text."),
        CsvDecodeException =>
            ("CsvDecodeError", ErrorCategory.ParserError, "The rows before the error were emitted. Try again, or save the body."),
        JsonConversionException =>
            ("JsonConversionError", ErrorCategory.InvalidResult, "Use Json($true), which returns dictionaries, or the response's Text."),
        ChunkedEncodingException => ("ChunkedEncodingError", ErrorCategory.InvalidResult, "The response was cut short; try again."),
        ContentDecodingException =>
            ("ContentDecodingError", ErrorCategory.InvalidResult, "Use -Stream and Raw for the bytes as they arrived."),
        StreamConsumedException => ("StreamConsumed", ErrorCategory.InvalidOperation, "Send the request again, or leave out -Stream."),
        RequestCacheException =>
            ("RequestCache", ErrorCategory.WriteError, "Check the folder of the cache and its free space, or remove -Cache."),
        MockMismatchException =>
            ("NoMockReply", ErrorCategory.ObjectNotFound, "Add a reply that fits the request, or correct the request."),
        CassetteException or HarFormatException => DescribeCassette(error),
        RetryException => ("RetryError", ErrorCategory.LimitsExceeded, "Try again later."),
        UnrewindableBodyException => ("UnrewindableBody", ErrorCategory.InvalidOperation, "Give the body as text, bytes or a file."),
        SessionClosedException => ("SessionClosed", ErrorCategory.InvalidOperation, "Create a new session."),
        CookieConflictException => ("CookieConflict", ErrorCategory.InvalidArgument, "Name the cookie's domain or path."),
        InvalidRequestException invalid => DescribeInvalid(invalid),
        RequestAuthenticationException authentication => DescribeAuthentication(authentication),
        RequestTimeoutException => ("RequestTimeout", ErrorCategory.OperationTimeout, "Raise -Timeout or -TotalTimeout."),
        DownloadException download => DescribeDownload(download),
        ResponseException => ("ResponseError", ErrorCategory.InvalidResult, "Look at the error's Exception.Response."),
        _ => ("RequestError", ErrorCategory.NotSpecified, "This error is a bug of the module: report it with the output of Get-Error."),
    };

    private static (string Id, ErrorCategory Category, string Advice) DescribeCassette(RequestException error) => error switch
    {
        CassetteMismatchException =>
            ("NotInCassette", ErrorCategory.ObjectNotFound,
                "Correct the request, record it with -Mode New, or compare less with -Match and -Ignore."),
        HarFormatException =>
            ("HarFormat", ErrorCategory.InvalidData, "Export the archive again, or correct the line that the message names."),
        UnusedCassetteEntryException =>
            ("UnusedCassetteEntries", ErrorCategory.InvalidResult, "Send the requests of these entries, or record anew with -Mode All."),
        _ => ("CassetteError", ErrorCategory.InvalidData, "Correct the path or the file, or record anew with -Mode All."),
    };

    private static (string Id, ErrorCategory Category, string Advice) DescribeOperation(RequestException error) =>
        error is OperationFailedException
            ? ("OperationFailed", ErrorCategory.OperationStopped,
                "Look at the error's Exception.Status, ErrorCode and ErrorMessage: they are what the server reported.")
            : ("OperationStatus", ErrorCategory.InvalidResult,
                "Look at the error's Exception.Response, and wait with Wait-Request for what your server reports.");

    private static (string Id, ErrorCategory Category, string Advice) DescribeAuthentication(RequestAuthenticationException error) =>
        error switch
        {
            NegotiateException =>
                ("NegotiateError", ErrorCategory.AuthenticationError,
                    "Look at the ticket with klist, and at the service's name; the message says what failed."),
            OAuth1Exception =>
                ("OAuth1Error", ErrorCategory.AuthenticationError,
                    "Check the client's key and secret, and what the server says in Exception.Response."),
            OAuth2AssertionException =>
                ("OAuth2Assertion", ErrorCategory.AuthenticationError,
                    "Check the file or the script block that the assertion is read from; no token was requested."),
            OAuth2Exception =>
                ("OAuth2Error", ErrorCategory.AuthenticationError,
                    "Look at the error's Exception.Error and ErrorDescription: they are the error that the authorization server sent."),
            ClockSkewException =>
                ("ClockSkew", ErrorCategory.AuthenticationError,
                    "Set the clock of this machine, for example with a time service; Exception.Response is what the server sent."),
            UntrustedTokenServiceException =>
                ("UntrustedTokenService", ErrorCategory.SecurityError,
                    "If the token service in Exception.Realm is trusted, use New-TokenServiceAuth -Realm with it."),
            TokenServiceException =>
                ("TokenServiceError", ErrorCategory.AuthenticationError,
                    "Check the user name and password; Exception.Response is what the token service sent."),
            BearerTokenException =>
                ("BearerTokenError", ErrorCategory.AuthenticationError,
                    "Run the script block of New-BearerAuth alone, and look at the type of its output."),
            ManagedIdentityException =>
                ("ManagedIdentityError", ErrorCategory.AuthenticationError,
                    "Check that this machine has a managed identity; Exception.Response is what its service sent."),
            _ => ("AuthenticationError", ErrorCategory.AuthenticationError, "Check the credentials."),
        };

    private static (string Id, ErrorCategory Category, string Advice) DescribeDownload(DownloadException error) => error switch
    {
        OutputFileException => ("OutputFile", ErrorCategory.WriteError, "Choose a path that can be written."),
        ChecksumMismatchException => ("ChecksumMismatch", ErrorCategory.InvalidData, "Check where the file comes from, and the checksum."),
        ChecksumFileException =>
            ("ChecksumFile", ErrorCategory.InvalidData, "Check the URL or path of -Checksum, and the name of the file in it."),
        _ => ("DownloadError", ErrorCategory.WriteError, "Correct what the message names."),
    };

    private static (string Id, ErrorCategory Category, string Advice) DescribeInvalid(InvalidRequestException error) => error switch
    {
        MissingSchemaException =>
            ("MissingSchema", ErrorCategory.InvalidArgument, "Put https:// in front of the URL, or use a session with a base URI."),
        InvalidSchemaException => ("InvalidSchema", ErrorCategory.InvalidArgument, "Use a URL that begins with http:// or https://."),
        InvalidProxyUrlException => ("InvalidProxyUrl", ErrorCategory.InvalidArgument, "Correct the proxy's URL."),
        InvalidUrlException => ("InvalidUrl", ErrorCategory.InvalidArgument, "Correct the URL."),
        InvalidMethodException => ("InvalidMethod", ErrorCategory.InvalidArgument, "Use one word, such as GET."),
        InvalidHeaderException => ("InvalidHeader", ErrorCategory.InvalidArgument, "Correct the header that the message names."),
        InvalidCookieException => ("InvalidCookie", ErrorCategory.InvalidArgument, "Correct the cookie that the message names."),
        InvalidBodyException => ("InvalidBody", ErrorCategory.InvalidArgument, "Correct the body that the message names."),
        InvalidParameterException => ("InvalidParameter", ErrorCategory.InvalidArgument, "Give one of the forms that the message names."),
        InvalidTimeoutException => ("InvalidTimeout", ErrorCategory.InvalidArgument, "Give seconds, or a pair: connect, read."),
        InvalidJsonException => ("InvalidJson", ErrorCategory.InvalidArgument, "Change the value that the message names."),
        _ => ("InvalidRequest", ErrorCategory.InvalidArgument, "Correct what the message names."),
    };

    private static ErrorCategory GetCategory(int status) => status switch
    {
        401 or 407 => ErrorCategory.AuthenticationError,
        403 => ErrorCategory.PermissionDenied,
        404 or 410 => ErrorCategory.ObjectNotFound,
        408 or 504 => ErrorCategory.OperationTimeout,
        409 => ErrorCategory.ResourceExists,
        429 => ErrorCategory.LimitsExceeded,
        503 => ErrorCategory.ResourceUnavailable,
        < 500 => ErrorCategory.InvalidOperation,
        _ => ErrorCategory.InvalidResult,
    };
}
