namespace Requests;

/// <summary>Maps the hosts of Amazon Web Services to the names of the services in signatures.</summary>
/// <remarks>
/// The models of the services that botocore has (<c>signingName</c>, <c>endpointPrefix</c>), and the guides of the services.
/// </remarks>
internal static class AwsSigningNames
{
    // The services whose name in signatures is not the one in their hosts, by the label of their host or by it and the label before it.
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["acm-acme"] = "acm",
        ["agent-registry-control"] = "agent-registry",
        ["agreement-marketplace"] = "aws-marketplace",
        ["analytics-omics"] = "omics",
        ["aos"] = "es",
        ["appconfigdata"] = "appconfig",
        ["appstream2"] = "appstream",
        ["appsync-api"] = "appsync",
        ["appsync-realtime-api"] = "appsync",
        ["aps-workspaces"] = "aps",
        ["arc-recovery-control-config"] = "route53-recovery-control-config",
        ["arc-region-switch-control-plane"] = "arc-region-switch",
        ["backupstorage"] = "backup-storage",
        ["bedrock-agent"] = "bedrock",
        ["bedrock-agent-runtime"] = "bedrock",
        ["bedrock-agentcore-control"] = "bedrock-agentcore",
        ["bedrock-data-automation"] = "bedrock",
        ["bedrock-data-automation-runtime"] = "bedrock",
        ["bedrock-runtime"] = "bedrock",
        ["cassandra-streams"] = "cassandra",
        ["catalog-marketplace"] = "aws-marketplace",
        ["cloudfront-kvs"] = "cloudfront-keyvaluestore",
        ["cloudhsmv2"] = "cloudhsm",
        ["cloudsearchdomain"] = "cloudsearch",
        ["contact-lens"] = "connect",
        ["control-kinesis"] = "kinesis",
        ["control-storage-omics"] = "omics",
        ["data-kinesis"] = "kinesis",
        ["data-lakeformation"] = "lakeformation",
        ["data-servicediscovery"] = "servicediscovery",
        ["data-signer"] = "signer",
        ["data.iotevents"] = "ioteventsdata",
        ["ddb"] = "dynamodb",
        ["deployment-marketplace"] = "aws-marketplace",
        ["dicom-medical-imaging"] = "medical-imaging",
        ["discovery-marketplace"] = "aws-marketplace",
        ["efs"] = "elasticfilesystem",
        ["email"] = "ses",
        ["entitlement-marketplace"] = "aws-marketplace",
        ["fleethub.iot"] = "iotfleethub",
        ["forecastquery"] = "forecast",
        ["git-codecommit"] = "codecommit",
        ["greengrass-ats.iot"] = "greengrass",
        ["identity-chime"] = "chime",
        ["iot-tunneling"] = "IoTSecuredTunneling",
        ["ivsrealtime"] = "ivs",
        ["jobs.iot"] = "iot-jobs-data",
        ["kafka-api"] = "kafka",
        ["lambda-url"] = "lambda",
        ["mail-manager"] = "ses",
        ["maps.geo"] = "geo-maps",
        ["marketplace"] = "aws-marketplace",
        ["media-pipelines-chime"] = "chime",
        ["meetings-chime"] = "chime",
        ["memory-db"] = "memorydb",
        ["messaging-chime"] = "chime",
        ["metering-marketplace"] = "aws-marketplace",
        ["migrationhub-config"] = "mgh",
        ["models-v2-lex"] = "lex",
        ["mturk-requester-sandbox"] = "mturk-requester",
        ["neptune"] = "neptune-db",
        ["oidc"] = "sso-oauth",
        ["participant.connect"] = "execute-api",
        ["partnercentral-prm"] = "partnercentral",
        ["personalize-events"] = "personalize",
        ["personalize-runtime"] = "personalize",
        ["pinpoint"] = "mobiletargeting",
        ["places.geo"] = "geo-places",
        ["portal.sso"] = "awsssoportal",
        ["query-lakeformation"] = "lakeformation",
        ["queue"] = "sqs",
        ["reporting-marketplace"] = "aws-marketplace",
        ["routes.geo"] = "geo-routes",
        ["runtime-medical-imaging"] = "medical-imaging",
        ["runtime-v2-lex"] = "lex",
        ["s3-accelerate"] = "s3",
        ["s3-accesspoint"] = "s3",
        ["s3-control"] = "s3",
        ["search-ddb"] = "dynamodb",
        ["search-dynamodb"] = "dynamodb",
        ["servicecatalog-appregistry"] = "servicecatalog",
        ["sms-voice.pinpoint"] = "sms-voice",
        ["storage-omics"] = "omics",
        ["stream-logs"] = "logs",
        ["streaming-logs"] = "logs",
        ["streaming-rekognition"] = "rekognition",
        ["streams-dynamodb"] = "dynamodb",
        ["sync-states"] = "states",
        ["tags-omics"] = "omics",
        ["timestream-ingest"] = "timestream",
        ["timestream-query"] = "timestream",
        ["transcribestreaming"] = "transcribe",
        ["tunneling.iot"] = "IoTSecuredTunneling",
        ["voice-chime"] = "chime",
        ["workflows-omics"] = "omics",
    };

    /// <summary>Returns the name of a service in signatures.</summary>
    /// <param name="label">The label of the host that names the service.</param>
    /// <param name="before">The label before it, or null.</param>
    internal static string Get(string label, string? before)
    {
        if (before is null) return Names.GetValueOrDefault(label, label);
        if (Names.TryGetValue($"{before}.{label}", out var pair)) return pair;

        // A device of IoT has a host with the name of the account.
        return label == "iot" ? "iotdata" : Names.GetValueOrDefault(label, label);
    }
}
