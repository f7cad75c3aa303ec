namespace Minos.Configuration;

/// <summary>The <c>[package_server]</c> section: this daemon serves packages, too.</summary>
/// <param name="Root">The directory of the packages; absolute.</param>
/// <param name="MaxUploadBytes">The most bytes that an uploaded package may have.</param>
public sealed record PackageServerSettings(string Root, long MaxUploadBytes);
