using System.Net;
using System.Net.Http;

namespace Requests.Tests.Transport;

/// <summary>Tests which failed requests are sent again without a retry policy.</summary>
public sealed class ResendRulesTests : IDisposable
{
    private readonly ExchangeTimeouts _timeouts = new(RequestTimeout.Infinite, TimeProvider.System, CancellationToken.None);

    public void Dispose() => _timeouts.Dispose();

    [Theory]
    [InlineData(1, HttpRequestError.ResponseEnded, false)]
    [InlineData(2, HttpRequestError.ResponseEnded, true)]
    [InlineData(1, HttpRequestError.ConnectionError, false)]
    [InlineData(2, HttpRequestError.ConnectionError, false)]
    [InlineData(1, HttpRequestError.NameResolutionError, false)]
    [InlineData(2, HttpRequestError.InvalidResponse, false)]
    public void Only_the_end_of_an_HTTP2_connection_allows_to_send_an_unsent_request_again(int major, HttpRequestError error, bool allows)
    {
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
        {
            using var message = new SingleSendRequestMessage(method, new Uri("http://h/"), _timeouts)
            {
                Version = new Version(major, major == 1 ? 1 : 0),
                Content = new RequestBodyContent(new BytesBody("x"), _timeouts),
            };

            Assert.Equal(allows, ResendRules.Allows(new HttpRequestException(error, "It failed."), message, _timeouts));
        }
    }

    [Theory]
    [InlineData("GET", false, true)]
    [InlineData("GET", true, false)]
    [InlineData("POST", false, false)]
    public void A_sent_request_without_a_response_is_sent_again_if_it_is_idempotent_and_the_connection_was_used(
        string method,
        bool opened,
        bool allows)
    {
        using var message = new SingleSendRequestMessage(new HttpMethod(method), new Uri("http://h/"), _timeouts)
        {
            Version = HttpVersion.Version20,
            HasOpenedConnection = opened,
        };

        Assert.Equal(allows, ResendRules.Allows(new HttpRequestException(HttpRequestError.ResponseEnded, "It ended."), message, _timeouts));
    }
}
