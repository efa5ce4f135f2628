using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using PSSsl.Certificates.Writing;
using PSSsl.Commands.Completion;
using PSSsl.Net;
using PSSsl.X509.Names;

namespace PSSsl.Commands;

/// <summary>Cmdlets whose result is a file, text or bytes.</summary>
public abstract class SslFileCommand : SslCommand
{
    /// <summary>The file.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FileCompleter))]
    public virtual string Path { get; set; } = null!;

    /// <summary>Returns PEM text instead of writing a file.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Text")]
    public SwitchParameter AsText { get; set; }

    /// <summary>Returns bytes instead of writing a file.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Bytes")]
    public SwitchParameter AsBytes { get; set; }

    /// <summary>Replaces existing files.</summary>
    [Parameter(ParameterSetName = "Path")]
    public virtual SwitchParameter Force { get; set; }

    /// <summary>Returns the files that were written.</summary>
    [Parameter(ParameterSetName = "Path")]
    public virtual SwitchParameter PassThru { get; set; }

    /// <summary>Writes all of them before one is put in its place, so that what fails leaves all as they were.</summary>
    private protected void WriteFiles(IReadOnlyList<PlannedFile> files)
    {
        foreach (PlannedFile file in files)
            StagedFile.CheckFree(file.Path, file.Parameter, Force);
        if (files.Select(f => System.IO.Path.GetFullPath(f.Path)).Distinct(FileNames.Comparer).Count() < files.Count)
            throw SslException.Option($"Two files would have the same name, {files[0].Path}.", "Choose another name for one of them.");
        if (!ShouldProcess(string.Join(", ", files.Select(f => f.Path)),
            $"Write {string.Join(", ", files.Select(f => f.What).Distinct())}"))
            return;
        var staged = new List<StagedFile>();
        try
        {
            foreach (PlannedFile file in files)
            {
                staged.Add(new StagedFile(file.Path, file.Parameter, Force));
                Write(staged[staged.Count - 1], file);
            }

            foreach (StagedFile file in staged)
                file.Commit();
        }
        finally
        {
            foreach (StagedFile file in staged)
                file.Dispose();
        }

        if (PassThru)
            WriteObject(files.Select(f => new FileInfo(f.Path)), enumerateCollection: true);
    }

    private static void Write(StagedFile to, PlannedFile file)
    {
        byte[] content = file.Content();
        try
        {
            to.Write(content, file.IsSecret);
        }
        finally
        {
            if (file.IsSecret)
                Array.Clear(content, 0, content.Length);
        }
    }

    /// <summary>A file to be written.</summary>
    /// <param name="Path">Where.</param>
    /// <param name="Parameter">The option that names it.</param>
    /// <param name="What">What it is, for -WhatIf.</param>
    /// <param name="IsSecret">Whether it has a key in it.</param>
    /// <param name="Content">Makes what it holds.</param>
    private protected sealed record PlannedFile(string Path, string Parameter, string What, bool IsSecret, Func<byte[]> Content);
}
