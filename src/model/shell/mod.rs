//! Shells that greet: which there are, the file each reads when it starts, and the block that goes there.

pub mod rc;

use std::path::{Path, PathBuf};

use super::keyed::{Keyed as _, keyed};

keyed! {
    /// A shell with a block of its own.
    Shell, "shell":
    Bash = "bash",
    Zsh = "zsh",
    Fish = "fish",
    Nushell = "nushell",
    Elvish = "elvish",
    Xonsh = "xonsh",
    /// Its block has not been run: no PowerShell was at hand.
    Powershell = "powershell",
}

/// Where shells look for their files.
#[derive(Clone, Copy)]
pub struct Places<'a> {
    pub home: &'a Path,
    /// `ZDOTDIR`, if it is set.
    pub zdotdir: Option<&'a Path>,
    /// `XDG_CONFIG_HOME`, or `~/.config`.
    pub config: &'a Path,
}

impl Shell {
    /// The name of its program, where that is not its own.
    pub fn program(self) -> &'static str {
        match self {
            Self::Nushell => "nu",
            Self::Powershell => "pwsh",
            _ => self.key(),
        }
    }

    /// The shell that a path such as `$SHELL` names.
    pub fn of_path(path: &str) -> Option<Self> {
        let name = path.rsplit('/').next()?;
        Self::ALL.iter().copied().find(|shell| [shell.key(), shell.program()].contains(&name))
    }

    /// The block that shows the day's prompt in the first shell of the day. It begins with an empty line, so that it
    /// can be appended to a file whose last line has no end.
    pub fn block(self) -> &'static str {
        match self {
            Self::Bash => include_str!("bash.sh"),
            Self::Zsh => include_str!("zsh.zsh"),
            Self::Fish => include_str!("fish.fish"),
            Self::Nushell => include_str!("nushell.nu"),
            Self::Elvish => include_str!("elvish.elv"),
            Self::Xonsh => include_str!("xonsh.xsh"),
            Self::Powershell => include_str!("powershell.ps1"),
        }
    }

    /// The file it reads when it starts; a file of the block's own where the shell has a folder for such.
    pub fn file(self, places: Places<'_>) -> PathBuf {
        let Places { home, zdotdir, config } = places;
        match self {
            Self::Bash => home.join(".bashrc"),
            Self::Zsh => zdotdir.unwrap_or(home).join(".zshrc"),
            Self::Fish => config.join("fish/conf.d/connect.fish"),
            Self::Nushell => config.join("nushell/autoload/connect.nu"),
            Self::Elvish => config.join("elvish/rc.elv"),
            Self::Xonsh => home.join(".xonshrc"),
            Self::Powershell => config.join("powershell/Microsoft.PowerShell_profile.ps1"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_its_shell() {
        let named = ["/bin/bash", "zsh", "/usr/local/bin/nu", "/opt/pwsh", "nushell"].map(Shell::of_path);
        assert_eq!(named, [Shell::Bash, Shell::Zsh, Shell::Nushell, Shell::Powershell, Shell::Nushell].map(Some));
        assert_eq!(["/bin/dash", "", "/bin/", "/bash/tcsh"].map(Shell::of_path), [None; 4]);
    }

    #[test]
    fn files_follow_the_places() {
        let (home, config, dots) = (Path::new("/h"), Path::new("/c"), Path::new("/z"));
        let file = |shell: Shell, zdotdir| shell.file(Places { home, zdotdir, config }).display().to_string();
        assert_eq!(file(Shell::Zsh, None), "/h/.zshrc");
        assert_eq!(file(Shell::Zsh, Some(dots)), "/z/.zshrc");
        assert_eq!(file(Shell::Bash, Some(dots)), "/h/.bashrc");
        assert_eq!(file(Shell::Fish, None), "/c/fish/conf.d/connect.fish");
    }

    #[test]
    fn every_block_stands_between_its_markers_and_says_how_to_be_rid_of_it() {
        for &shell in Shell::ALL {
            let block = shell.block();
            assert!(block.is_ascii() && block.starts_with("\n# >>> connect >>>\n"), "{shell:?}");
            assert!(
                block.ends_with("\n# <<< connect <<<\n")
                    && block.contains("CONNECT_STATE_DIR") != (shell == Shell::Elvish)
            );
            assert!(block.contains(&format!("connect init {} --remove\n", shell.key())), "{shell:?}");
            assert!(block.lines().all(|line| line.len() <= 120), "{shell:?}");
        }
    }
}
