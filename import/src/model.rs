//! What was understood of a document, on the way to Flow: items that refer to each other by number, names still open.

/// Index into [`Model::items`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ItemId(pub usize);

#[derive(Clone, Debug, Default)]
pub(crate) struct Model {
    pub items: Vec<Item>,
    pub contract: Option<Contract>,
    /// Sentences for the head of the file.
    pub head: Vec<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// What the document calls it, if it has a name there.
    pub given: Option<String>,
    /// Else the places that it was found at: the item around it, and the field's name.
    pub places: Vec<(Option<ItemId>, String)>,
    pub docs: Option<String>,
    /// A remark behind its head.
    pub notes: Vec<String>,
    pub kind: ItemKind,
}

#[derive(Clone, Debug)]
pub(crate) enum ItemKind {
    Enum(Vec<Variant>),
    Record(Vec<Field>),
    /// Records that the field `tag` tells apart.
    Tagged {
        tag: String,
        variants: Vec<Carrier>,
    },
}

/// A variant that carries a record.
#[derive(Clone, Debug)]
pub(crate) struct Carrier {
    pub code: String,
    pub record: ItemId,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Variant {
    pub code: String,
    pub docs: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// The key on the wire.
    pub key: String,
    pub shape: Shape,
}

/// What one place of a document holds.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    pub ty: Type,
    pub optional: bool,
    pub forms: Forms,
    /// Remarks for the end of the line.
    pub notes: Vec<String>,
    pub docs: Option<String>,
    /// Only in what the partner says, never in what it is told; or the other way round.
    pub access: Access,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Access {
    #[default]
    Both,
    ReadOnly,
    WriteOnly,
}

/// Wire forms behind a type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Forms {
    pub as_text: bool,
    pub blank_is_missing: bool,
    pub yes_no: Option<(&'static str, &'static str)>,
    pub or_null: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Text { min: u32, max: Option<u32>, pattern: Option<String> },
    Int { min: Option<i64>, max: Option<i64> },
    Decimal(Option<(u8, u8)>),
    Bool,
    Date,
    Timestamp,
    Duration,
    Json,
    Item(ItemId),
    List { min: u32, max: Option<u32>, of: Box<Type> },
    Map(Box<Type>),
}

#[derive(Clone, Debug)]
pub(crate) struct Contract {
    pub name: String,
    pub version: u32,
    pub docs: Option<String>,
    pub groups: Vec<Group>,
}

/// The operations of one tag.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub tag: Option<String>,
    pub entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub name: String,
    pub docs: Option<String>,
    pub method: String,
    pub path: String,
    pub kind: EntryKind,
}

#[derive(Clone, Debug)]
pub(crate) enum EntryKind {
    /// We send it; holes of the path are keys of parameters, else of the record that is the body. It may have an answer.
    Accepts { body: Option<Type>, answer: Option<Type>, params: Vec<Param>, left_out: Vec<String> },
    /// The partner sends it to us.
    Sends(ItemId),
    /// We ask, and the partner answers; holes of the path are keys of parameters.
    Answers { ty: Type, params: Vec<Param>, left_out: Vec<String> },
    /// The language cannot say it; why not.
    Unsaid(String),
}

/// A value that stands in an address.
#[derive(Clone, Debug)]
pub(crate) struct Param {
    pub key: String,
    pub ty: Type,
    pub optional: bool,
}

impl Shape {
    pub fn of(ty: Type) -> Shape {
        Shape { ty, optional: false, forms: Forms::default(), notes: Vec::new(), docs: None, access: Access::Both }
    }

    /// Passed through unread, and why.
    pub fn json(why: impl Into<String>) -> Shape {
        Shape::of(Type::Json).noting(why)
    }

    pub fn noting(mut self, note: impl Into<String>) -> Shape {
        let note = note.into();
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
        self
    }
}

impl Type {
    pub const TEXT: Type = Type::Text { min: 0, max: None, pattern: None };
    pub const INT: Type = Type::Int { min: None, max: None };
    pub const DECIMAL: Type = Type::Decimal(None);

    /// The item that a value of this type is made of, if it is one.
    pub fn item(&self) -> Option<ItemId> {
        match self {
            Type::Item(id) => Some(*id),
            Type::List { of, .. } | Type::Map(of) => of.item(),
            Type::Text { .. } | Type::Int { .. } | Type::Decimal(_) | Type::Bool | Type::Date | Type::Timestamp | Type::Duration | Type::Json => None,
        }
    }

    /// The same lists and maps, of something else.
    pub fn with_inner(&self, inner: Type) -> Type {
        match self {
            Type::List { min, max, of } => Type::List { min: *min, max: *max, of: Box::new(of.with_inner(inner)) },
            Type::Map(of) => Type::Map(Box::new(of.with_inner(inner))),
            _ => inner,
        }
    }
}

impl Model {
    pub fn add(&mut self, item: Item) -> ItemId {
        self.items.push(item);
        ItemId(self.items.len() - 1)
    }

    pub fn item(&self, id: ItemId) -> Option<&Item> {
        self.items.get(id.0)
    }

    pub fn fields(&self, id: ItemId) -> &[Field] {
        match self.item(id).map(|item| &item.kind) {
            Some(ItemKind::Record(fields)) => fields,
            Some(ItemKind::Enum(_) | ItemKind::Tagged { .. }) | None => &[],
        }
    }

    /// Whether its values are objects.
    pub fn is_record(&self, id: ItemId) -> bool {
        matches!(self.item(id).map(|item| &item.kind), Some(ItemKind::Record(_) | ItemKind::Tagged { .. }))
    }

    /// Whether nothing is declared in it, so that it is not written.
    pub fn is_empty(&self, id: ItemId) -> bool {
        self.item(id).is_none_or(|item| match &item.kind {
            ItemKind::Enum(variants) => variants.is_empty(),
            ItemKind::Record(fields) => fields.is_empty(),
            ItemKind::Tagged { variants, .. } => variants.is_empty(),
        })
    }

    pub fn set_fields(&mut self, id: ItemId, fields: Vec<Field>) {
        self.set_kind(id, ItemKind::Record(fields));
    }

    pub fn set_kind(&mut self, id: ItemId, kind: ItemKind) {
        if let Some(item) = self.items.get_mut(id.0) {
            item.kind = kind;
        }
    }

    /// The items that a value of this one may hold right within it.
    pub fn held(&self, id: ItemId) -> Vec<ItemId> {
        match self.item(id).map(|item| &item.kind) {
            Some(ItemKind::Record(fields)) => fields.iter().filter_map(|field| field.shape.ty.item()).collect(),
            Some(ItemKind::Tagged { variants, .. }) => variants.iter().map(|variant| variant.record).collect(),
            Some(ItemKind::Enum(_)) | None => Vec::new(),
        }
    }

    /// All items that a value of `root` may hold, itself included.
    pub fn reachable(&self, roots: impl IntoIterator<Item = ItemId>) -> rustc_hash::FxHashSet<ItemId> {
        let mut seen = rustc_hash::FxHashSet::default();
        let mut open: Vec<ItemId> = roots.into_iter().collect();
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                open.extend(self.held(id));
            }
        }
        seen
    }
}
