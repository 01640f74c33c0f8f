namespace Requests.Tests.Messages;

public class StatusCodesTests
{
    [Theory]
    [InlineData("ok", 200)]
    [InlineData("OK", 200)]
    [InlineData("\\o/", 200)]
    [InlineData("\u2713", 200)]
    [InlineData("too_early", 425)]
    [InlineData("unordered", 425)]
    [InlineData("UNORDERED_COLLECTION", 425)]
    [InlineData("bad_gateway", 502)]
    [InlineData("BadGateway", 502)]
    [InlineData("not found", 404)]
    [InlineData("im-a-teapot", 418)]
    public void Names_have_codes(string name, int code) => Assert.Equal(code, StatusCodes.Find(name));

    [Theory]
    [InlineData(100, "continue")]
    [InlineData(101, "switching_protocols")]
    [InlineData(102, "processing")]
    [InlineData(103, "early_hints checkpoint")]
    [InlineData(122, "request_uri_too_long")]
    [InlineData(200, "ok okay all_ok all_okay all_good \\o/ \u2713")]
    [InlineData(201, "created")]
    [InlineData(202, "accepted")]
    [InlineData(203, "non_authoritative_info non_authoritative_information")]
    [InlineData(204, "no_content")]
    [InlineData(205, "reset_content reset")]
    [InlineData(206, "partial_content partial")]
    [InlineData(207, "multi_status multiple_status multi_stati multiple_stati")]
    [InlineData(208, "already_reported")]
    [InlineData(226, "im_used")]
    [InlineData(300, "multiple_choices")]
    [InlineData(301, "moved_permanently moved \\o-")]
    [InlineData(302, "found")]
    [InlineData(303, "see_other other")]
    [InlineData(304, "not_modified")]
    [InlineData(305, "use_proxy")]
    [InlineData(306, "switch_proxy")]
    [InlineData(307, "temporary_redirect temporary_moved temporary")]
    [InlineData(308, "permanent_redirect resume_incomplete resume")]
    [InlineData(400, "bad_request bad")]
    [InlineData(401, "unauthorized")]
    [InlineData(402, "payment_required payment")]
    [InlineData(403, "forbidden")]
    [InlineData(404, "not_found -o-")]
    [InlineData(405, "method_not_allowed not_allowed")]
    [InlineData(406, "not_acceptable")]
    [InlineData(407, "proxy_authentication_required proxy_auth proxy_authentication")]
    [InlineData(408, "request_timeout timeout")]
    [InlineData(409, "conflict")]
    [InlineData(410, "gone")]
    [InlineData(411, "length_required")]
    [InlineData(412, "precondition_failed")]
    [InlineData(413, "request_entity_too_large content_too_large")]
    [InlineData(414, "request_uri_too_large uri_too_long")]
    [InlineData(415, "unsupported_media_type unsupported_media media_type")]
    [InlineData(416, "requested_range_not_satisfiable requested_range range_not_satisfiable")]
    [InlineData(417, "expectation_failed")]
    [InlineData(418, "im_a_teapot teapot i_am_a_teapot")]
    [InlineData(421, "misdirected_request")]
    [InlineData(422, "unprocessable_entity unprocessable unprocessable_content")]
    [InlineData(423, "locked")]
    [InlineData(424, "failed_dependency dependency")]
    [InlineData(425, "unordered_collection unordered too_early")]
    [InlineData(426, "upgrade_required upgrade")]
    [InlineData(428, "precondition_required precondition")]
    [InlineData(429, "too_many_requests too_many")]
    [InlineData(431, "header_fields_too_large fields_too_large")]
    [InlineData(444, "no_response none")]
    [InlineData(449, "retry_with retry")]
    [InlineData(450, "blocked_by_windows_parental_controls parental_controls")]
    [InlineData(451, "unavailable_for_legal_reasons legal_reasons")]
    [InlineData(499, "client_closed_request")]
    [InlineData(500, "internal_server_error server_error /o\\ \u2717")]
    [InlineData(501, "not_implemented")]
    [InlineData(502, "bad_gateway")]
    [InlineData(503, "service_unavailable unavailable")]
    [InlineData(504, "gateway_timeout")]
    [InlineData(505, "http_version_not_supported http_version")]
    [InlineData(506, "variant_also_negotiates")]
    [InlineData(507, "insufficient_storage")]
    [InlineData(509, "bandwidth_limit_exceeded bandwidth")]
    [InlineData(510, "not_extended")]
    [InlineData(511, "network_authentication_required network_auth network_authentication")]
    public void Every_name_of_Requests_has_its_code(int code, string names)
    {
        Assert.Equal(names.Split(' ').Order(StringComparer.Ordinal), StatusCodes.GetNames(code).Order(StringComparer.Ordinal));
        Assert.All(names.Split(' '), name => Assert.Equal(code, StatusCodes.Find(name)));
    }

    [Fact]
    public void Every_code_of_the_table_has_a_constant_of_its_first_name()
    {
        var constants = typeof(StatusCodes).GetFields().Where(static field => field.IsLiteral)
            .ToDictionary(static field => field.Name, static field => (int)field.GetRawConstantValue()!);

        Assert.Equal(StatusCodes.Names.Values.Distinct().Order(), constants.Values.Order());
        Assert.All(constants, static constant =>
            Assert.Equal(
                constant.Key,
                StatusCodes.GetNames(constant.Value)[0].Replace("_", "", StringComparison.Ordinal),
                ignoreCase: true));
    }

    [Fact]
    public void An_unknown_name_has_no_code() => Assert.Null(StatusCodes.Find("no_such_thing"));

    [Fact]
    public void The_table_is_readable()
    {
        Assert.Equal(StatusCodes.NotFound, StatusCodes.Names["not_found"]);
        Assert.Equal("ok", StatusCodes.GetNames(200)[0]);
        Assert.Empty(StatusCodes.GetNames(299));
    }

    [Fact]
    public void An_http_error_keeps_its_response_which_is_optional()
    {
        var response = new Response(new PreparedRequest("GET", "http://h/", []), 404);

        Assert.Null(new HttpErrorException("no response").Response);
        Assert.Same(response, new HttpErrorException("a response", response).Response);
        Assert.Equal("a response", new HttpErrorException("a response", response).Message);
    }
}
