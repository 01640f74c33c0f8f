namespace Requests;

/// <summary>Represents the session that sent a request, for the requests that follow from its response.</summary>
internal interface IRequestSender
{
    /// <summary>Prepares a request with the settings of the session, without sending it.</summary>
    /// <param name="request">The request.</param>
    PreparedRequest PrepareRequest(Request request);
}
