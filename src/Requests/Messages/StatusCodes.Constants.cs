namespace Requests;

/// <content>Defines the constants.</content>
public static partial class StatusCodes
{
    /// <summary>100 (continue).</summary>
    public const int Continue = 100;

    /// <summary>101 (switching protocols).</summary>
    public const int SwitchingProtocols = 101;

    /// <summary>102 (processing).</summary>
    public const int Processing = 102;

    /// <summary>103 (early hints).</summary>
    public const int EarlyHints = 103;

    /// <summary>122 (request uri too long).</summary>
    public const int RequestUriTooLong = 122;

    /// <summary>200 (ok).</summary>
    public const int Ok = 200;

    /// <summary>201 (created).</summary>
    public const int Created = 201;

    /// <summary>202 (accepted).</summary>
    public const int Accepted = 202;

    /// <summary>203 (non authoritative info).</summary>
    public const int NonAuthoritativeInfo = 203;

    /// <summary>204 (no content).</summary>
    public const int NoContent = 204;

    /// <summary>205 (reset content).</summary>
    public const int ResetContent = 205;

    /// <summary>206 (partial content).</summary>
    public const int PartialContent = 206;

    /// <summary>207 (multi status).</summary>
    public const int MultiStatus = 207;

    /// <summary>208 (already reported).</summary>
    public const int AlreadyReported = 208;

    /// <summary>226 (im used).</summary>
    public const int ImUsed = 226;

    /// <summary>300 (multiple choices).</summary>
    public const int MultipleChoices = 300;

    /// <summary>301 (moved permanently).</summary>
    public const int MovedPermanently = 301;

    /// <summary>302 (found).</summary>
    public const int Found = 302;

    /// <summary>303 (see other).</summary>
    public const int SeeOther = 303;

    /// <summary>304 (not modified).</summary>
    public const int NotModified = 304;

    /// <summary>305 (use proxy).</summary>
    public const int UseProxy = 305;

    /// <summary>306 (switch proxy).</summary>
    public const int SwitchProxy = 306;

    /// <summary>307 (temporary redirect).</summary>
    public const int TemporaryRedirect = 307;

    /// <summary>308 (permanent redirect).</summary>
    public const int PermanentRedirect = 308;

    /// <summary>400 (bad request).</summary>
    public const int BadRequest = 400;

    /// <summary>401 (unauthorized).</summary>
    public const int Unauthorized = 401;

    /// <summary>402 (payment required).</summary>
    public const int PaymentRequired = 402;

    /// <summary>403 (forbidden).</summary>
    public const int Forbidden = 403;

    /// <summary>404 (not found).</summary>
    public const int NotFound = 404;

    /// <summary>405 (method not allowed).</summary>
    public const int MethodNotAllowed = 405;

    /// <summary>406 (not acceptable).</summary>
    public const int NotAcceptable = 406;

    /// <summary>407 (proxy authentication required).</summary>
    public const int ProxyAuthenticationRequired = 407;

    /// <summary>408 (request timeout).</summary>
    public const int RequestTimeout = 408;

    /// <summary>409 (conflict).</summary>
    public const int Conflict = 409;

    /// <summary>410 (gone).</summary>
    public const int Gone = 410;

    /// <summary>411 (length required).</summary>
    public const int LengthRequired = 411;

    /// <summary>412 (precondition failed).</summary>
    public const int PreconditionFailed = 412;

    /// <summary>413 (request entity too large).</summary>
    public const int RequestEntityTooLarge = 413;

    /// <summary>414 (uri too long).</summary>
    public const int UriTooLong = 414;

    /// <summary>415 (unsupported media type).</summary>
    public const int UnsupportedMediaType = 415;

    /// <summary>416 (requested range not satisfiable).</summary>
    public const int RequestedRangeNotSatisfiable = 416;

    /// <summary>417 (expectation failed).</summary>
    public const int ExpectationFailed = 417;

    /// <summary>418 (im a teapot).</summary>
    public const int ImATeapot = 418;

    /// <summary>421 (misdirected request).</summary>
    public const int MisdirectedRequest = 421;

    /// <summary>422 (unprocessable entity).</summary>
    public const int UnprocessableEntity = 422;

    /// <summary>423 (locked).</summary>
    public const int Locked = 423;

    /// <summary>424 (failed dependency).</summary>
    public const int FailedDependency = 424;

    /// <summary>425 (too early).</summary>
    public const int TooEarly = 425;

    /// <summary>426 (upgrade required).</summary>
    public const int UpgradeRequired = 426;

    /// <summary>428 (precondition required).</summary>
    public const int PreconditionRequired = 428;

    /// <summary>429 (too many requests).</summary>
    public const int TooManyRequests = 429;

    /// <summary>431 (header fields too large).</summary>
    public const int HeaderFieldsTooLarge = 431;

    /// <summary>444 (no response).</summary>
    public const int NoResponse = 444;

    /// <summary>449 (retry with).</summary>
    public const int RetryWith = 449;

    /// <summary>450 (blocked by windows parental controls).</summary>
    public const int BlockedByWindowsParentalControls = 450;

    /// <summary>451 (unavailable for legal reasons).</summary>
    public const int UnavailableForLegalReasons = 451;

    /// <summary>499 (client closed request).</summary>
    public const int ClientClosedRequest = 499;

    /// <summary>500 (internal server error).</summary>
    public const int InternalServerError = 500;

    /// <summary>501 (not implemented).</summary>
    public const int NotImplemented = 501;

    /// <summary>502 (bad gateway).</summary>
    public const int BadGateway = 502;

    /// <summary>503 (service unavailable).</summary>
    public const int ServiceUnavailable = 503;

    /// <summary>504 (gateway timeout).</summary>
    public const int GatewayTimeout = 504;

    /// <summary>505 (http version not supported).</summary>
    public const int HttpVersionNotSupported = 505;

    /// <summary>506 (variant also negotiates).</summary>
    public const int VariantAlsoNegotiates = 506;

    /// <summary>507 (insufficient storage).</summary>
    public const int InsufficientStorage = 507;

    /// <summary>509 (bandwidth limit exceeded).</summary>
    public const int BandwidthLimitExceeded = 509;

    /// <summary>510 (not extended).</summary>
    public const int NotExtended = 510;

    /// <summary>511 (network authentication required).</summary>
    public const int NetworkAuthenticationRequired = 511;
}
