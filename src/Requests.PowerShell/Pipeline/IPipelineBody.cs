namespace Requests.PowerShell;

/// <summary>Represents a body that is produced on the thread of the pipeline that sends it.</summary>
internal interface IPipelineBody
{
    /// <summary>Gets or sets the pipeline that sends the body. The body may have been created in another pipeline.</summary>
    PipelineContext? Context { get; set; }
}
