/** A model file that holds no more than it must. */
export const twoLanguages = {
  climbModel: 1,
  languages: ['en', 'de'],
  law: 'power',
  coefficient: [1, 1],
  exponent: [0.1, 0.2],
  transfer: [
    [0, 0.1],
    [0.2, 0],
  ],
};
