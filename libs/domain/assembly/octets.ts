export const LF: i32 = 10;
export const CR: i32 = 13;
export const BLANK: i32 = 32;
export const QUOTE: i32 = 34;
export const COMMA: i32 = 44;
export const MINUS: i32 = 45;
export const DOT: i32 = 46;
export const SLASH: i32 = 47;
