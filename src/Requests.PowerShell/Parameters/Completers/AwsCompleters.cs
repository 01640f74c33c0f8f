namespace Requests.PowerShell;

/// <summary>Completes the authentication of a presigned URL.</summary>
public sealed class AwsAuthCompleter() : StaticCompleter(
[
    ("(New-AwsAuth)", "The keys of the environment or of a profile of AWS."),
    ("(New-AwsAuth -Service s3 -Region )", "The keys of the environment, for another store with the interface of S3."),
]);

/// <summary>Completes the time after which a presigned URL expires.</summary>
public sealed class AwsExpiryCompleter() : StaticCompleter(
[
    ("600", "10 minutes."),
    ("3600", "1 hour. This is the default."),
    ("86400", "1 day."),
    ("604800", "7 days, which is the longest time."),
]);

/// <summary>Completes how a body is signed for Amazon Web Services.</summary>
public sealed class AwsPayloadCompleter() : StaticCompleter(
[
    (nameof(AwsPayload.Auto), "The hash of the body. Files and streams for S3: unsigned over https, in chunks over http."),
    (nameof(AwsPayload.Hash), "The hash of the whole body. A file is read twice."),
    (nameof(AwsPayload.Unsigned), "The signature does not cover the body. Use it over https only."),
    (nameof(AwsPayload.Chunks), "A signature for each chunk of 64 KB. For S3 only; the body needs a length."),
]);

/// <summary>Completes the regions of Amazon Web Services.</summary>
public sealed class AwsRegionCompleter() : StaticCompleter(
[
    ("us-east-1", "US East (N. Virginia), and services without a region."),
    ("us-east-2", "US East (Ohio)."),
    ("us-west-1", "US West (N. California)."),
    ("us-west-2", "US West (Oregon)."),
    ("ca-central-1", "Canada (Central)."),
    ("ca-west-1", "Canada West (Calgary)."),
    ("mx-central-1", "Mexico (Central)."),
    ("sa-east-1", "South America (Sao Paulo)."),
    ("eu-central-1", "Europe (Frankfurt)."),
    ("eu-central-2", "Europe (Zurich)."),
    ("eu-north-1", "Europe (Stockholm)."),
    ("eu-south-1", "Europe (Milan)."),
    ("eu-south-2", "Europe (Spain)."),
    ("eu-west-1", "Europe (Ireland)."),
    ("eu-west-2", "Europe (London)."),
    ("eu-west-3", "Europe (Paris)."),
    ("af-south-1", "Africa (Cape Town)."),
    ("il-central-1", "Israel (Tel Aviv)."),
    ("me-central-1", "Middle East (UAE)."),
    ("me-south-1", "Middle East (Bahrain)."),
    ("ap-east-1", "Asia Pacific (Hong Kong)."),
    ("ap-northeast-1", "Asia Pacific (Tokyo)."),
    ("ap-northeast-2", "Asia Pacific (Seoul)."),
    ("ap-northeast-3", "Asia Pacific (Osaka)."),
    ("ap-south-1", "Asia Pacific (Mumbai)."),
    ("ap-south-2", "Asia Pacific (Hyderabad)."),
    ("ap-southeast-1", "Asia Pacific (Singapore)."),
    ("ap-southeast-2", "Asia Pacific (Sydney)."),
    ("ap-southeast-3", "Asia Pacific (Jakarta)."),
    ("ap-southeast-4", "Asia Pacific (Melbourne)."),
    ("us-gov-east-1", "AWS GovCloud (US-East)."),
    ("us-gov-west-1", "AWS GovCloud (US-West)."),
    ("cn-north-1", "China (Beijing)."),
    ("cn-northwest-1", "China (Ningxia)."),
    ("auto", "Cloudflare R2, which has one region."),
]);

/// <summary>Completes the services of Amazon Web Services by their names in signatures.</summary>
public sealed class AwsServiceCompleter() : StaticCompleter(
[
    ("s3", "Simple Storage Service, and other stores with its interface."),
    ("execute-api", "An API of API Gateway."),
    ("lambda", "Lambda, and the URL of a function."),
    ("dynamodb", "DynamoDB."),
    ("es", "OpenSearch Service."),
    ("aoss", "OpenSearch Serverless."),
    ("sts", "Security Token Service."),
    ("iam", "Identity and Access Management."),
    ("ec2", "Elastic Compute Cloud."),
    ("sqs", "Simple Queue Service."),
    ("sns", "Simple Notification Service."),
    ("ses", "Simple Email Service."),
    ("secretsmanager", "Secrets Manager."),
    ("ssm", "Systems Manager."),
    ("kms", "Key Management Service."),
    ("bedrock", "Bedrock."),
    ("logs", "CloudWatch Logs."),
    ("aps", "Managed Service for Prometheus."),
    ("vpc-lattice-svcs", "A service of VPC Lattice."),
]);

/// <summary>Completes the headers that are often signed in addition.</summary>
public sealed class AwsSignedHeaderCompleter() : StaticCompleter(
[
    ("Range", "The part of an object that is requested."),
    ("If-Match", "The condition of a change."),
    ("If-None-Match", "The condition of a download or of a new object."),
    ("Content-Encoding", "The coding of the body."),
    ("Content-Length", "The number of bytes of the body."),
    ("Date", "The date of the request."),
]);
