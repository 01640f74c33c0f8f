namespace Requests;

/// <summary>
/// Defines the status codes of HTTP by name, such as <c>[Requests.StatusCodes]::Ok</c>. <see cref="Find"/> also finds the other names of
/// Requests.
/// </summary>
/// <remarks>requests: <c>codes</c>. The registry is RFC 9110 section 16.2; some names are those of obsolete or unofficial codes.</remarks>
public static partial class StatusCodes
{
    private static readonly (int Code, string[] Names)[] Table =
    [
        (Continue, ["continue"]),
        (SwitchingProtocols, ["switching_protocols"]),
        (Processing, ["processing"]),
        (EarlyHints, ["early_hints", "checkpoint"]),
        (RequestUriTooLong, ["request_uri_too_long"]),
        (Ok, ["ok", "okay", "all_ok", "all_okay", "all_good", "\\o/", "✓"]),
        (Created, ["created"]),
        (Accepted, ["accepted"]),
        (NonAuthoritativeInfo, ["non_authoritative_info", "non_authoritative_information"]),
        (NoContent, ["no_content"]),
        (ResetContent, ["reset_content", "reset"]),
        (PartialContent, ["partial_content", "partial"]),
        (MultiStatus, ["multi_status", "multiple_status", "multi_stati", "multiple_stati"]),
        (AlreadyReported, ["already_reported"]),
        (ImUsed, ["im_used"]),
        (MultipleChoices, ["multiple_choices"]),
        (MovedPermanently, ["moved_permanently", "moved", "\\o-"]),
        (Found, ["found"]),
        (SeeOther, ["see_other", "other"]),
        (NotModified, ["not_modified"]),
        (UseProxy, ["use_proxy"]),
        (SwitchProxy, ["switch_proxy"]),
        (TemporaryRedirect, ["temporary_redirect", "temporary_moved", "temporary"]),
        (PermanentRedirect, ["permanent_redirect", "resume_incomplete", "resume"]),
        (BadRequest, ["bad_request", "bad"]),
        (Unauthorized, ["unauthorized"]),
        (PaymentRequired, ["payment_required", "payment"]),
        (Forbidden, ["forbidden"]),
        (NotFound, ["not_found", "-o-"]),
        (MethodNotAllowed, ["method_not_allowed", "not_allowed"]),
        (NotAcceptable, ["not_acceptable"]),
        (ProxyAuthenticationRequired, ["proxy_authentication_required", "proxy_auth", "proxy_authentication"]),
        (RequestTimeout, ["request_timeout", "timeout"]),
        (Conflict, ["conflict"]),
        (Gone, ["gone"]),
        (LengthRequired, ["length_required"]),
        (PreconditionFailed, ["precondition_failed"]),
        (RequestEntityTooLarge, ["request_entity_too_large", "content_too_large"]),
        (UriTooLong, ["uri_too_long", "request_uri_too_large"]),
        (UnsupportedMediaType, ["unsupported_media_type", "unsupported_media", "media_type"]),
        (RequestedRangeNotSatisfiable, ["requested_range_not_satisfiable", "requested_range", "range_not_satisfiable"]),
        (ExpectationFailed, ["expectation_failed"]),
        (ImATeapot, ["im_a_teapot", "teapot", "i_am_a_teapot"]),
        (MisdirectedRequest, ["misdirected_request"]),
        (UnprocessableEntity, ["unprocessable_entity", "unprocessable", "unprocessable_content"]),
        (Locked, ["locked"]),
        (FailedDependency, ["failed_dependency", "dependency"]),
        (TooEarly, ["too_early", "unordered_collection", "unordered"]),
        (UpgradeRequired, ["upgrade_required", "upgrade"]),
        (PreconditionRequired, ["precondition_required", "precondition"]),
        (TooManyRequests, ["too_many_requests", "too_many"]),
        (HeaderFieldsTooLarge, ["header_fields_too_large", "fields_too_large"]),
        (NoResponse, ["no_response", "none"]),
        (RetryWith, ["retry_with", "retry"]),
        (BlockedByWindowsParentalControls, ["blocked_by_windows_parental_controls", "parental_controls"]),
        (UnavailableForLegalReasons, ["unavailable_for_legal_reasons", "legal_reasons"]),
        (ClientClosedRequest, ["client_closed_request"]),
        (InternalServerError, ["internal_server_error", "server_error", "/o\\", "✗"]),
        (NotImplemented, ["not_implemented"]),
        (BadGateway, ["bad_gateway"]),
        (ServiceUnavailable, ["service_unavailable", "unavailable"]),
        (GatewayTimeout, ["gateway_timeout"]),
        (HttpVersionNotSupported, ["http_version_not_supported", "http_version"]),
        (VariantAlsoNegotiates, ["variant_also_negotiates"]),
        (InsufficientStorage, ["insufficient_storage"]),
        (BandwidthLimitExceeded, ["bandwidth_limit_exceeded", "bandwidth"]),
        (NotExtended, ["not_extended"]),
        (NetworkAuthenticationRequired, ["network_authentication_required", "network_auth", "network_authentication"]),
    ];

    private static readonly Dictionary<string, int> ByName = Table
        .SelectMany(row => row.Names.Select(name => KeyValuePair.Create(name, row.Code)))
        .ToDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets all names in lower case with their codes, in the order of the codes.</summary>
    public static IReadOnlyDictionary<string, int> Names => ByName;

    /// <summary>Returns the code of a name, or null when the name is unknown.</summary>
    /// <param name="name">The name, such as <c>not_found</c>, <c>NotFound</c>, <c>not-found</c> or <c>Not Found</c>, without case.</param>
    public static int? Find(string name) =>
        ByName.TryGetValue(name, out var code) || Squeezed().TryGetValue(Squeeze(name), out code) ? code : null;

    /// <summary>Returns the names of a code, the usual one first; empty when the code has no name.</summary>
    /// <param name="code">A status code.</param>
    public static IReadOnlyList<string> GetNames(int code) => Array.Find(Table, row => row.Code == code).Names ?? [];

    private static Dictionary<string, int> Squeezed() => ByName
        .Where(pair => pair.Key.Any(char.IsAsciiLetter) && pair.Key.Contains('_', StringComparison.Ordinal))
        .ToDictionary(pair => Squeeze(pair.Key), pair => pair.Value, StringComparer.OrdinalIgnoreCase);

    private static string Squeeze(string name) => string.Concat(name.Where(char.IsLetterOrDigit));
}
