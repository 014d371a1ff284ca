//! `--format`: a line of one's own, by the names of the JSON fields.

use serde_json::Value;

use super::super::keyed::nearest;
use super::paint::Stream;

/// Fills a template. `{field}` is a field of the object (`{why.turn}` one inside another), `{{` and `}}` are
/// braces, `\n` and `\t` are line end and tab. An empty text stands for null.
///
/// # Errors
///
/// A message, where a field is unknown or a brace is left open.
pub fn fill_in(template: &str, object: &Value, ascii: bool) -> Result<String, String> {
    let (mut out, mut stream) = (String::new(), Stream::default());
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}', '\\']) {
        out.push_str(&stream.legible(&rest[..at], ascii));
        let special = &rest[at..];
        let escapes = [("{{", "{"), ("}}", "}"), ("\\n", "\n"), ("\\t", "\t"), ("\\\\", "\\")];
        if let Some((written, meant)) = escapes.into_iter().find(|(written, _)| special.starts_with(written)) {
            out.push_str(meant);
            rest = &special[written.len()..];
        } else if let Some(field) = special.strip_prefix('{') {
            let end = field.find('}').ok_or_else(|| format!("\"{special}\" has no closing brace"))?;
            out.push_str(&stream.legible(&value_of(&field[..end], object)?, ascii));
            rest = &field[end + 1..];
        } else if special.starts_with('}') {
            return Err("a brace is written as `{{` or `}}`".to_owned());
        } else {
            out.push('\\');
            rest = &special[1..];
        }
    }
    out.push_str(&stream.legible(rest, ascii));
    Ok(out)
}

fn value_of(name: &str, object: &Value) -> Result<String, String> {
    let found = name.split('.').try_fold(object, |value, part| match value {
        Value::Null => Some(value),
        _ => value.get(part),
    });
    match found {
        Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(Value::Array(items)) => Ok(items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")),
        Some(value @ (Value::Number(_) | Value::Bool(_))) => Ok(value.to_string()),
        Some(Value::Object(_)) | None => {
            let names = names(object);
            let near =
                nearest(name, names.iter().map(String::as_str)).map(|near| format!("; did you mean \"{near}\"?"));
            Err(format!("no field \"{name}\"{}", near.unwrap_or_else(|| format!("; one of {}", names.join(", ")))))
        }
    }
}

/// Every name that can be used.
fn names(object: &Value) -> Vec<String> {
    let fields = object.as_object().into_iter().flatten();
    let names = fields.flat_map(|(name, value)| match value {
        Value::Object(inner) => inner.keys().map(|part| format!("{name}.{part}")).collect(),
        _ => vec![name.clone()],
    });
    names.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object() -> Value {
        serde_json::json!({"text": "Say \u{1b}hi", "tip": null, "where": ["together", "apart"], "effort": 5,
            "why": {"turn": "due", "fit": "new"}})
    }

    #[test]
    fn fields_are_filled_in_and_made_harmless() {
        let filled = |template: &str| fill_in(template, &object(), false);
        assert_eq!(filled("{text} {effort}|{tip}|{where}").as_deref(), Ok("Say ^[hi 5||together, apart"));
        assert_eq!(filled(r"{{{why.turn}}}\n\\ é").as_deref(), Ok("{due}\n\\ é"));
        assert_eq!(filled("{txt}").unwrap_err(), "no field \"txt\"; did you mean \"text\"?");
        assert_eq!(filled("{why}").unwrap_err(), "no field \"why\"; did you mean \"why.fit\"?");
        assert_eq!(
            filled("{zzz}").unwrap_err(),
            "no field \"zzz\"; one of effort, text, tip, where, why.fit, why.turn"
        );
        assert!(filled("{text").is_err() && filled("}").is_err());
    }
}
