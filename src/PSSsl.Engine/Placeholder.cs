namespace PSSsl.Engine;
internal static class Placeholder { }
