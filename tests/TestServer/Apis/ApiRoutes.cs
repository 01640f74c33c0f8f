namespace Requests.TestServer;

/// <summary>Maps the routes that behave like the APIs of the recipes in the guide.</summary>
internal static class ApiRoutes
{
    internal static void Map(WebApplication app)
    {
        TransmissionRoutes.Map(app);
        GraphRoutes.Map(app);
        ArmRoutes.Map(app);
        GitHubRoutes.Map(app);
        JiraRoutes.Map(app);
        ServiceNowRoutes.Map(app);
        GitLabRoutes.Map(app);
        S3Routes.Map(app);
    }
}
