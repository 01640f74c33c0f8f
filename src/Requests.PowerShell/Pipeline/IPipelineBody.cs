namespace Requests.PowerShell;

/// <summary>A body that is made on the thread of the pipeline that sends it.</summary>
internal interface IPipelineBody
{
    /// <summary>The pipeline that sends it; it may have been made in another.</summary>
    PipelineContext? Context { get; set; }
}
