using System;
using System.IO;
using PSSsl.Tests.Interop;

namespace PSSsl.Tests.Framework;

/// <summary>The program for .NET Framework beside the very assemblies that the module ships, ready to be run by Mono.</summary>
public sealed class MonoFolder : IDisposable
{
    private const string ProgramName = "PSSsl.Framework.exe";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mono");

    public MonoFolder()
    {
        foreach (string file in Directory.EnumerateFiles(FrameworkBuild.Folder, "*.dll"))
            File.Copy(file, Path.Combine(_folder.FullName, Path.GetFileName(file)));
        File.Copy(Path.Combine(FrameworkBuild.Program, ProgramName), Path.Combine(_folder.FullName, ProgramName));
        NetStandardFacade.Write(Path.Combine(_folder.FullName, "netstandard.dll"));
    }

    /// <summary>A path in it.</summary>
    /// <param name="name">The file's name.</param>
    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);

    internal Peer Start(params string[] arguments) => Peer.Start("mono", [PathOf(ProgramName), .. arguments]);

    internal string[] Run(params string[] arguments)
    {
        using Peer mono = Start(arguments);
        mono.Input.Close();
        string said = new StreamReader(mono.Output).ReadToEnd();
        if (!mono.WaitForExit() || mono.ExitCode != 0)
            throw new InvalidOperationException($"Under Mono, {string.Join(' ', arguments)}: {said}{mono.Errors}");
        return said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
