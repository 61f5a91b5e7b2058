using MudBlazor;

namespace Guzhang.Console.Client.Shell;

/// <summary>Colours and letters of the console, light and dark. Each pair of text and ground has a contrast of 4.5 or more.</summary>
public static class Look
{
    private static readonly string[] Letters = ["Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#8c1c13",
            PrimaryContrastText = "#ffffff",
            Secondary = "#1f5f8b",
            SecondaryContrastText = "#ffffff",
            Info = "#1f5f8b",
            Success = "#22663a",
            Warning = "#8a5300",
            WarningContrastText = "#ffffff",
            Error = "#a3171b",
            AppbarBackground = "#8c1c13",
            AppbarText = "#ffffff",
            Background = "#f6f5f3",
            Surface = "#ffffff",
            DrawerBackground = "#ffffff",
            DrawerText = "#2b2a28",
            DrawerIcon = "#5a5550",
            TextPrimary = "#201f1d",
            TextSecondary = "#55504b",
            TextDisabled = "#6f6a64",
            ActionDefault = "#55504b",
            LinesDefault = "#dcd8d2",
            LinesInputs = "#7d766e",
            TableLines = "#e4e0da",
            Divider = "#e4e0da",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#f0a79f",
            PrimaryContrastText = "#3a0f0b",
            Secondary = "#9ccdf0",
            SecondaryContrastText = "#0b2a3d",
            Info = "#9ccdf0",
            InfoContrastText = "#0b2a3d",
            Success = "#8fd6a4",
            SuccessContrastText = "#0c2b16",
            Warning = "#f2c078",
            WarningContrastText = "#3a2600",
            Error = "#ffb0ab",
            ErrorContrastText = "#4a0608",
            AppbarBackground = "#3b1512",
            AppbarText = "#fbeeec",
            Background = "#171615",
            Surface = "#211f1e",
            DrawerBackground = "#1d1b1a",
            DrawerText = "#ece8e3",
            DrawerIcon = "#c9c2ba",
            TextPrimary = "#f0ece7",
            TextSecondary = "#c9c2ba",
            TextDisabled = "#a39b92",
            ActionDefault = "#c9c2ba",
            LinesDefault = "#3d3935",
            LinesInputs = "#8f877e",
            TableLines = "#35312e",
            Divider = "#35312e",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Letters, LineHeight = "1.6" },
            Button = new ButtonTypography { FontFamily = Letters, TextTransform = "none", FontSize = "0.9375rem", LetterSpacing = "0" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px", DrawerWidthLeft = "232px" },
    };
}
